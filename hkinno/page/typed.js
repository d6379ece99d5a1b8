// What a person types for a date, as its first and its last day: EDTF, or words in English or Chinese.
// It reads a part of what phrases/parse.py reads, by the same patterns (exported.py), and the same days.

const [ABSOLUTE, RELATIVE, SPANNING] = [TYPED.absolute, TYPED.relative, TYPED.spans].map((rows) => rows.map(([name, pattern]) => [name, wholly(pattern)]));
const [CJK_AGE, CJK_DATE] = [TYPED.cjk.age, TYPED.cjk.date].map(wholly);
const SCALED = new RegExp(TYPED.scaled);
const YEARLESS = wholly(`(?:(${TYPED.day}) )?(${TYPED.month})|(${TYPED.month}) (${TYPED.day})|(${TYPED.day})`);
const ON_WEEKDAY = new RegExp(`^(${TYPED.weekday})(?: ?, ?| )(.*[0-9].*)$`);
const ERA = /(?:^|[ 0-9])(?:bce?|ce|ad)(?![a-z])/, BC = /[ 0-9]bce?(?![a-z])/;

// [first, last] of a text, infinite where it is open; null if it is not read.
function typedDate(text, today) {
  const exact = text.trim(), isAscii = /^[ -~]*$/.test(exact);
  const shown = isAscii ? exact.toUpperCase() : exact, found = setDays(shown) ?? edtfDays(shown);
  if (found || exact.length > TYPED.longest) return found;
  const day = Math.floor(today), said = tidied(isAscii ? exact : englishOf(exact));
  return phraseDays(said.replace(new RegExp(TYPED.now), (_, before) => before + isoDay(day)), day);
}

function isoDay(day) {
  const [year, ...rest] = civil(day);
  return [String(year).padStart(4, '0'), ...rest.map((number) => String(number).padStart(2, '0'))].join('-');
}

// --- phrases

// In one spelling; what may be one time of two years is lost.
function tidied(text) {
  let said = text.toLowerCase().replace(/’/g, "'").replace(/[‐‑−﹣－]/g, '-');
  said = said.replace(/b\.c\.e\.|b\.c\.|c\.e\.|a\.d\./g, (era) => era.replace(/\./g, ''));
  said = said.replace(/([a-z])\./g, '$1 ').replace(/([0-9])\.(?=\s+[a-z–-])/g, '$1 ');
  said = said.replace(/(?<=\S) ?--+ ?(?=\S)/g, ' – ');
  said = said.split(/\s+/).filter((word) => word && word !== 'the' && word !== 'of').join(' ');
  said = said.replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, '$1');
  if (/[a-z]/.test(said)) said = said.replace(new RegExp(TYPED.two_years, 'g'), '*').replace(/\//g, ' / ');
  said = said.replace(/[‒–—―]|(\s)-(?=\s|$)/g, '$1 – ').replace(/^([^-]+)-$/, '$1 –');
  said = said.replace(/^([0-9]{4})-([0-9]{4})$/, '$1 – $2');
  return said.split(/\s+/).filter(Boolean).join(' ');
}

function phraseDays(said, today) {
  const text = (one) => dateText(one, today);
  // what a span begins or ends with, in EDTF; * where it is no such date
  const end = (one, place) => ({ '..': '..', '?': '' })[one] ?? (/^(?!\[)./.test(text(one)) ? text(one).split('/').at(place) : '*');
  const readers = {
    since: (start) => edtfDays(`${end(start, 0)}/..`),
    until: (last) => edtfDays(`../${end(last, -1)}`),
    interval(opening, left, link, right) {
      const [first, last] = shared(left.replace(/ up$/, ''), right), start = end(first, 0), isSure = opening && link !== '–';
      // Feb 1731 – 1732 may be one time
      const isDoubtful = /^[0-9]{4}$/.test(last) && /^-?[0-9X]{4}-/.test(start) && !isSure;
      return link === '/' || isDoubtful ? null : edtfDays(`${start}/${end(last, -1)}`);
    },
    between(marks, left, right) {
      const texts = shared(left, right).map((one) => text(marks + one)), [first, last] = texts.map(spanDays);
      const isMixed = texts.some((one) => one[0] === 'Y') && texts.some((one) => /^-?[0-9]{4}-/.test(one));
      return first && last && first[0] <= last[1] && !isMixed && !/T/.test(texts) ? [first[0], last[1]] : null;
    },
    set(first, _, last) {
      const side = { before: 0, earlier: 0, after: 1, later: 1 }[last], one = text(first), days = edtfDays(one);
      if (side === undefined || !days || /[/T]/.test(one)) return null;
      return side ? [days[0], Infinity] : [-Infinity, days[1]];
    },
    beyond(side, said) {
      const one = text(said), days = spanDays(one), isBefore = /^(?:bef|prior|pre|ante)/.test(side);
      if (!days) return null;
      const edge = isBefore ? days[0] - 1 : days[1] + 1;
      // EDTF has no days of longer years
      if (one[0] !== 'Y' && Math.abs(civil(edge)[0]) > 9999) return null;
      return isBefore ? [-Infinity, edge] : [edge, Infinity];
    },
  };
  for (const [name, pattern] of SPANNING) {
    const found = said.match(pattern);
    if (found) return readers[name]?.(...found.slice(1)) ?? null;
  }
  return spanDays(text(said));
}

// Years of a decade BC stand in brackets, as no digits of it do for them.
const spanDays = (text) => edtfDays(text.replace(/^\[(.+)\.\.(.+)\]$/, '$1/$2'));

// Both ends, with what is said once for both: the year of April – May 1945, the month of 12 – 22 September
// 1914, an era; a * where it is not clear.
function shared(left, right) {
  const [, rest = '', year] = right.match(/^(.+?),? ([0-9]{4})$/) ?? [], first = dayAndMonth(left), last = dayAndMonth(rest);
  if (first && last && (first.month || (last.day && last.month))) {
    return [[first.day, first.month ?? last.month, year], [last.day, last.month ?? first.month, year]].map((words) => words.filter(Boolean).join(' '));
  }
  if (SCALED.test(left) || SCALED.test(right)) {
    const isClear = (one) => ERA.test(one) || /^(?:\?|\.\.|[0-9]{4}-.*)$/.test(one);
    return [isClear(left) ? left : '*', isClear(right) || /^[0-9]{4}$/.test(right) ? right : '*'];
  }
  if (/^ad [0-9]+$/.test(left) && /^[0-9]+$/.test(right)) return [left, `ad ${right}`];
  if (!ERA.test(right) || ERA.test(left) || /^(?:\?|\.\.)$/.test(left)) return [left, right];
  if (!BC.test(right)) return [/\b[0-9]{3,}$/.test(left) ? `${left} ad` : '*', right];
  const [digits] = right.match(/^[0-9]+(?= ?bce?$)/) ?? [''];  // in 490–79 BC the second may be 479
  return [/^[0-9]+$/.test(left) && digits.length === left.length ? `${left} bc` : '*', right];
}

// What a date without its year says: 18 Feb, Feb 18, Feb or 18.
function dayAndMonth(said) {
  const [found, before, month, first, after, alone] = said.match(YEARLESS) ?? [];
  return found === undefined ? null : { day: before ?? after ?? alone, month: month ?? first };
}

// --- one date

// The EDTF text of one date, whose doubts are left out; empty if it is none.
function dateText(said, today) {
  let core = said.replace(/[~?% ]+$/, ''), isMarked = core !== said;
  core = core.replace(/^(ca?)(?=[0-9])/, '$1 ');
  for (let [word] = core.split(' '); TYPED.marks.includes(word); [word] = core.split(' ')) {
    [core, isMarked] = [core.slice(word.length + 1), true];
  }
  const [, weekday = '', rest = core] = core.match(ON_WEEKDAY) ?? [];
  const [, day = rest, hour, minute] = rest.match(/^(.+?),? (?:at )?([0-9]{1,2}):([0-9]{2})$/) ?? [];
  const text = edtfDays(day.toUpperCase()) ? day.toUpperCase() : builtText(day, today);
  if (weekday && !isOn(weekday, edtfDays(text))) return '';
  if ((isMarked && (hour || /[/T]/.test(text))) || (hour && /[/[]/.test(text))) return '';
  return hour && text ? `${text}T${hour.padStart(2, '0')}:${minute}:00` : text;
}

// Whether days are one, and that one such a day of the week: Tuesday, 1 July 1997.
const isOn = (weekday, days) => days?.[0] === days?.[1] && weekday.startsWith(TYPED.weekdays[modulo(days?.[0] - 1, 7)]);

function builtText(said, today) {
  for (const [name, pattern] of [...ABSOLUTE, ...RELATIVE]) {
    const found = said.match(pattern);
    if (found) return BUILDERS[name]?.(found.groups ?? found, today) ?? '';
  }
  return '';
}

const BUILDERS = {
  calendar({ year, month, day }) {
    const place = month && TYPED.months.indexOf(month.slice(0, 3)) / 3 + 1;
    return [yearOf(year), place, day].filter(Boolean).map((part) => String(part).padStart(2, '0')).join('-');
  },
  part({ part, year, half }) {
    const code = TYPED.parts[part];
    return half && code > 24 ? '' : `${yearOf(year)}-${code + ({ north: 4, south: 8 }[half] ?? 0)}`;
  },
  age({ nth, age, bc }) {
    const width = age === 'century' ? 2 : 3, number = Number(nth);
    if (number < 1 || number > 10 ** (4 - width)) return '';
    if (bc && number === 1) return `${yearText(1 - 10 ** width)}/0000`;
    return `${bc ? '-' : ''}${String(number - 1).padStart(4 - width, '0')}${'X'.repeat(width)}`;
  },
  decade: ([, tens]) => `${tens}X`,
  decade_bc: ([, tens]) => `[${yearText(-8 - tens * 10)}..${yearText(1 - tens * 10)}]`,
  slashed: ([, year, , month, day]) => [year, month, day].join('-'),
  // a week of ISO 8601, from its Monday on, or one of its days; 4 January is always in the first
  week({ year, week, number }) {
    const first = ordinal(Number(year), 1, 4), monday = first - modulo(first - 1, 7) + 7 * (week - 1);
    if (civil(monday + 3)[0] !== Number(year)) return '';
    return number ? isoDay(monday + Number(number) - 1) : `${isoDay(monday)}/${isoDay(monday + 6)}`;
  },
  day_of_year([, year, number]) {
    const day = ordinal(Number(year), 1, 1) + Number(number) - 1;
    return civil(day)[0] === Number(year) ? isoDay(day) : '';
  },
  neighbour: ({ step, unit = 'day' }, today) => around(today, TYPED.steps[step], unit, unit),
  counted({ count, unit: named, way }, today) {
    const unit = named.replace('rie', 'ry'), [months] = TYPED.units[unit];
    const number = /^[0-9]/.test(count) ? Number(count) : TYPED.numbers.indexOf(count) + 1 || 1;
    return around(today, way === 'ago' ? -number : number, unit, months ? unit : 'day');
  },
};

// The unit that so many units from today lie in; empty outside of the years 1 to 9999.
function around(today, count, unit, named) {
  const [months, days] = TYPED.units[unit], [year, month] = civil(today), index = year * 12 + month - 1 + count * months;
  const day = months && count ? ordinal(Math.floor(index / 12), modulo(index, 12) + 1, 1) : today + count * days;
  if (!(day >= 1 && day < ordinal(10000, 1, 1))) return '';
  const text = isoDay(day), monday = day - modulo(day - 1, 7);
  return {
    day: text, week: `${isoDay(monday)}/${isoDay(monday + 6)}`, month: text.slice(0, 7),
    quarter: `${text.slice(0, 4)}-${33 + Math.floor((civil(day)[1] - 1) / 3)}`,
    year: text.slice(0, 4), decade: `${text.slice(0, 3)}X`, century: `${text.slice(0, 2)}XX`,
  }[named];
}

function yearText(year) {
  const digits = String(Math.abs(year)).padStart(4, '0'), sign = year < 0 ? '-' : '';
  return `${digits.length > 4 ? 'Y' : ''}${sign}${digits}`;
}

// The year in EDTF of "525 bc", "ad 44", "201x".
function yearOf(said) {
  const [scale] = said.match(/[a-z]*illion/) ?? [''], digits = said.replace(scale, '').replace(/[a-e ]/g, '');
  if (digits === said) return said.toUpperCase();
  const number = Math.round(digits * (TYPED.scales[scale] ?? 1));
  return number ? yearText(/bce?$/.test(said) ? 1 - number : number) : '*';
}

// --- Chinese and Japanese

// The text in English; empty if it has a unit of these languages and is not read.
function englishOf(text) {
  const { known, scaled, scales, spans } = TYPED.cjk;
  if (!new RegExp(known).test(text)) return text;
  let said = text.normalize('NFKC').replace(/\s+/g, '').replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, '$1');
  const inDigits = (_, era, number, decimals = '0', scale) => era + Math.round(`${number}.${decimals}` * scales[scale]);
  said = said.replace(new RegExp(scaled, 'g'), inDigits);
  said = said.replace(/([之の][間间])\?$/, '?$1');
  const one = cjkDate(said);
  if (one) return cjkEnglish(one);
  for (const [pattern, english] of spans) {
    const found = said.match(wholly(pattern)), ends = found ? cjkEnds(...found.slice(1)) : [];
    if (ends.length) return ends.reduce((made, end) => made.replace('{}', end ? cjkEnglish(end) : ''), english);
  }
  return '';
}

function cjkDate(said) {
  const about = `^(?:${TYPED.cjk.about})|(?:${TYPED.cjk.about})$`;
  const sure = said.replace(/\(?\?\)?$/, ''), core = sure.replace(new RegExp(about, 'g'), '');
  const near = TYPED.cjk.near[core], date = near ? { near } : { ...(core.match(CJK_AGE) ?? core.match(CJK_DATE))?.groups };
  if (!(near ?? date.count ?? date.year ?? date.month ?? date.day)) return null;
  return Object.assign(date, { doubt: (sure === said ? '' : 'possibly ') + (core === sure ? '' : 'circa ') });
}

// The ends of a span, the second with what only the first has said; none if one is no date, and null
// in their place if they are not clear.
function cjkEnds(left, right) {
  const [unit] = right?.match(TYPED.cjk.unit) ?? [], isBare = unit && /[0-9]$/.test(left);
  const first = cjkDate(isBare ? left + unit : left), last = right && cjkDate(right);
  if (!first || (right && !last)) return [];
  if (!last) return [first];
  if (first.near || last.near) return [first, last];
  if (!first.count !== !last.count && (isBare || !(last.count ?? last.year))) return [];
  if (first.bc && !last.bc && (last.year ?? last.count)) {
    if (!isBare && !last.ad) return [null];
    last.bc = isBare ? first.bc : undefined;
  }
  if (!last.count && !last.month && !last.year) last.month = first.month;
  if (!last.count && !last.year) ['era', 'bc', 'ad', 'year'].forEach((part) => { last[part] = first[part]; });
  return [first, last];
}

// In English; a * in the place of a year of an era, or of what else is not read here.
function cjkEnglish({ doubt, near, count, unit, part, bc, month, day, half, weekday, time, ...date }) {
  if (near) return doubt + near;
  if (count) return part ? '*' : `${doubt}${count}${unit === '年代' ? 's' : 'th century'}${bc ? ' bc' : ''}`;
  const name = month && (TYPED.months.slice(month * 3 - 3, month * 3) || '*');
  const season = date.season && TYPED.cjk.seasons.find(([pattern]) => wholly(pattern).test(date.season))[1];
  const side = half && TYPED.cjk.halves[half], clock = time?.replace(/分$/, '').replace(/[^0-9]/g, ':');
  const year = weekday ? '*' : cjkYear({ ...date, bc }, [season, side].filter(Boolean).join(' '));
  return doubt + [day, name, season, year, side && `(${side})`, clock].filter(Boolean).join(' ');
}

// The year; a winter may name two that follow each other.
function cjkYear({ era, bc, ad, year, second }, season) {
  const isPlain = TYPED.cjk.over.includes(season) && !bc && !ad && year?.length < 5;
  const follows = isPlain && second?.length > 1 && String(Number(year) + 1).endsWith(second);
  if (!year) return '';
  if (era || year === '元' || (second && !follows) || (bc && year.includes('□'))) return '*';
  if (year.includes('□')) return year.replace(/□/g, 'x');
  if (bc || ad || year.length > 4) return `${year} ${bc ? 'bc' : 'ad'}`;
  return year.length < 3 ? '*' : year.padStart(4, '0');
}
