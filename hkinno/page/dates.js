// Years in words, and the ticks of an axis when it is zoomed, as axis.py has them.
// A day is a number, 0001-01-01 is 1, years are astronomical (0 is 1 BC).

const { DAYS_OF_MONTH, MONTH_STEPS, YEAR_STEPS, MONTH, YEAR, WORDLESS, GAP } = PAGE.constants;
const WIDE = new RegExp(PAGE.widths[0][0], 'gu');  // characters that take two columns, as in Chinese
// The calendar repeats itself after 400 years. A Date knows but some of these, and 2001 is as 1.
const CYCLE = 146097, FIRST = Date.UTC(2001), MILLISECONDS = 864e5;
let WORDING = PAGE.wordings.en;  // how dates are said in the language that is spoken, as wording.py has it

// Speak of dates in a language from now on; one that has no words here is English.
function speakDates(tag) { WORDING = PAGE.wordings[tag] ?? PAGE.wordings.en; }

const counted = (number) => number.toLocaleString('en-GB').replace(/[,.]/g, (sign) => (sign === ',' ? WORDING.thousands : WORDING.point));
const filled = (template, values) => template.replace(/{(\w+)}/g, (_, name) => values[name]);
const columnsOf = (text) => text.length + (text.match(WIDE)?.length ?? 0);
const dayWords = (day) => dayLabel(civil(Math.floor(day)));
const modulo = (number, divisor) => ((number % divisor) + divisor) % divisor;

function range(from, to, step = 1) {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, place) => from + place * step);
}

function civil(day) {
  const rest = modulo(day - 1, CYCLE), date = new Date(FIRST + rest * MILLISECONDS);
  return [date.getUTCFullYear() - 2000 + (day - 1 - rest) / CYCLE * 400, date.getUTCMonth() + 1, date.getUTCDate()];
}

function ordinal(year, month, day) {
  const rest = modulo(year - 1, 400);
  return (Date.UTC(2001 + rest, month - 1, day) - FIRST) / MILLISECONDS + 1 + (year - 1 - rest) / 400 * CYCLE;
}

// "2019", "AD 44", "13.8 billion BC"
function yearWords(year) {
  const number = year <= 0 ? 1 - year : year, isShort = number < WORDLESS;
  const [least, name, step] = WORDING.scales.find(([from]) => isShort && number >= from) ?? [];
  const unit = number % step === 0 && least;
  let said = number > 9999 ? counted(number) : String(number);
  if (!isShort) said = number.toExponential(2).replace('.', WORDING.point).replace(/e\+?/, '×10^');
  else if (unit) said = `${counted(number / unit)}${name}`;
  if (year <= 0) return filled(WORDING.bc, { year: said });
  if (year < 1000 || unit) return filled(WORDING.ad, { year: said });
  return filled(year < 10000 ? WORDING.year : WORDING.long_year, { year: said });
}

// The finest round dates from day lo to day hi whose labels stand apart in so many columns.
function ticks(lo, hi, columns, overhang = 0) {
  let best = [];
  for (const found of units(lo, hi, columns)) {
    let free = 0;
    for (const tick of found) {
      const column = Math.floor((tick.day - lo) * columns / (hi + 1 - lo)), end = column + columnsOf(tick.label);
      if (column >= free && end <= columns + overhang) free = end + GAP;
      else tick.label = '';
    }
    const labels = found.filter((tick) => tick.label).length;
    if (labels > 1 && found.slice(0, -1).every((tick) => tick.label)) return found;
    if (labels > 1 || !best.length) best = found;
  }
  return best;  // labels are long here: some ticks go without
}

// Ticks of each unit that is not much too fine, from fine to coarse.
function* units(lo, hi, columns) {
  const room = Math.floor(columns / (GAP + 1)) + 1, days = hi + 1 - lo;
  const [first, last] = [civil(lo), civil(hi)], index = ([year, month]) => year * 12 + month - 1;
  for (const [apart, which] of DAYS_OF_MONTH) {
    if (days <= room * apart) yield labelled(range(lo, hi).map(civil).filter(([, , day]) => which.includes(day)), lo, dayLabel);
  }
  for (const step of MONTH_STEPS) {
    if (days > room * step * MONTH) continue;
    const months = range(index(first), index(last)).filter((month) => month % step === 0);
    yield labelled(months.map((month) => [Math.floor(month / 12), modulo(month, 12) + 1, 1]), lo, monthLabel);
  }
  let power = 1;
  while (power * 5 * YEAR * room < days) power *= 10;
  for (; power * YEAR <= days * 10; power *= 10) {
    for (const step of YEAR_STEPS) yield labelled(yearsOf(first[0], last[0], step * power), lo, ([year]) => yearWords(year));
  }
}

// Round years are those whose number as people count, BC or AD, is a multiple of the step; and AD 1.
function yearsOf(first, last, step) {
  const before = range(-Math.floor((1 - first) / step) * step, -step, step).map((number) => number + 1);
  const after = range(Math.ceil(Math.max(first, 1) / step) * step, last, step);
  const years = [...before, ...(step > 1 && first <= 1 ? [1] : []), ...after];
  return years.filter((year) => year <= last).map((year) => [year, 1, 1]);
}

// The days of dates, none before day lo, with their labels; these see what is before them.
function labelled(dates, lo, label) {
  const found = dates.map((date) => ({ date, day: ordinal(...date) })).filter(({ day }) => day >= lo);
  return found.map(({ date, day }, n) => ({ day, label: label(date, found[n - 1]?.date) }));
}

function dayLabel([year, number, day], before) {
  const month = WORDING.months[number];
  if (before?.[0] === year) return filled(WORDING.day, { day, month });
  return filled(WORDING.first_day, { day, month, year: yearWords(year) });
}

function monthLabel([year, number], before) {
  const month = WORDING.months[number];
  if (number === 1) return yearWords(year);
  return before ? month : filled(WORDING.first_month, { month, year: yearWords(year) });
}

// A day in ISO 8601, as it can be typed: years of more digits have a Y before them (EDTF).
function dayText(day) {
  const [year, month, number] = civil(Math.floor(day)), two = (part) => String(part).padStart(2, '0');
  const far = Math.abs(year) > 9999, sign = year < 0 ? '-' : '';
  return far ? `Y${year}` : `${sign}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(number)}`;
}

// From when to when, in years.
function extentWords(lo, hi) {
  const [start, end] = [lo, hi].map((day) => yearWords(civil(day)[0]));
  return start === end ? start : filled(WORDING.span, { first: start, last: end });
}
