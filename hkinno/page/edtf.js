// EDTF text as its first and its last day, infinite where it is open; null if it is none, or not read:
// as dates/edtf.py has it, by the same patterns.

const TYPED = PAGE.typed, MOST_DIGITS = 12;  // of a year; the days of more are no whole numbers here
const wholly = (pattern) => new RegExp(`^(?:${pattern})$`);
const [YEAR_ALONE, TIMED, MASKED] = [TYPED.year, TYPED.timed, TYPED.masked].map(wholly);

function edtfDays(text) {
  const ends = text.split('/'), year = text.match(YEAR_ALONE), timed = text.match(TIMED), masked = text.match(MASKED);
  if (ends.length === 2) {
    const [start, end] = ends.map((one) => (/^(?:\.\.)?$/.test(one) ? [-Infinity, Infinity] : !one.includes('T') && edtfDays(one)));
    return start && end && start[0] <= end[1] && (start[0] > -Infinity || end[1] < Infinity) ? [start[0], end[1]] : null;
  }
  if (year) return yearDays(...year.slice(1));
  if (timed) return edtfDays(timed[1]);
  return masked && maskedDays(...masked.slice(1));
}

const fromTo = (first, last) => [ordinal(first, 1, 1), ordinal(last, 12, 31)];

// A year alone: of four digits or behind a Y, with an exponent, or with digits that are significant.
function yearDays(longSign, long, exponent = 0, shortSign, short, significant) {
  const digits = long ?? short, width = digits.length + Number(exponent), spare = width - Number(significant ?? width);
  const number = digits * 10 ** exponent, first = number - number % 10 ** spare, last = first + 10 ** spare - 1;
  if (width > MOST_DIGITS || spare < 0 || (long && width < 5) || (shortSign && !number)) return null;
  return longSign || shortSign ? fromTo(-last, -(first || 1)) : fromTo(first, last);
}

// The first and the last day of all for which digits stand some of which are X; a mask of a month is none of a season.
function maskedDays(sign, digits, month, day) {
  const years = fitting(digits, sign ? 1 : 0, 9999).map((year) => (sign ? -year : year)), part = !day && TYPED.groupings[Number(month)];
  const spans = (year) => {
    const months = (first, count) => [ordinal(year, first, 1), ordinal(year, first + count, 1) - 1];
    if (!month) return [fromTo(year, year)];
    if (part) return [months(...part)];
    const found = fitting(month, 1, 12).map((number) => months(number, 1));
    return day ? found.flatMap(([first, last]) => fitting(day, 1, last + 1 - first).map((number) => [first + number - 1, first + number - 1])) : found;
  };
  const isMeant = (year) => spans(year).length > 0, ordered = sign ? years.reverse() : years;
  const first = ordered.find(isMeant), last = ordered.reverse().find(isMeant);
  return first === undefined ? null : [spans(first)[0][0], spans(last).at(-1)[1]];
}

// The numbers up to one for which digits stand.
function fitting(mask, least, most) {
  const [first, last] = ['0', '9'].map((digit) => Number(mask.replace(/X/g, digit))), pattern = wholly(mask.replace(/X/g, '.'));
  return range(Math.max(least, first), Math.min(most, last)).filter((number) => pattern.test(String(number).padStart(mask.length, '0')));
}

// How exact a year, a month or a day is, the ends of a range being alike; of others it is not known here.
const precisionOf = (text) => text.match(/^-?[0-9]{4}((?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?)$/)?.[1].length ?? NaN;

// One or all of some dates: only the first range may begin with .., and the last end so.
function setDays(text) {
  const [, inner] = text.match(/^(?:\[(.+)\]|\{(.+)\})$/)?.filter(Boolean) ?? [], parts = inner?.split(',') ?? [''];
  const members = parts.map((part, place) => {
    const [first, last = first, ...more] = part.split('..');
    const [start, end] = [first, last].map((one) => (/[/T[{]/.test(one) ? null : edtfDays(one)));
    const isOpen = (!first && last && place === 0 && end) || (!last && first && place === parts.length - 1 && start);
    const isWhole = start && end && start[0] <= end[1] && (first === last || precisionOf(first) === precisionOf(last));
    return !more.length && (isOpen || isWhole) ? [first ? start[0] : -Infinity, last ? end[1] : Infinity] : null;
  });
  if (!members.every(Boolean)) return null;
  return [Math.min(...members.map(([lo]) => lo)), Math.max(...members.map(([, hi]) => hi))];
}
