// Days, years in words, and the ticks of an axis, as hkinno/chart/axis.py has them.
// A day is a number, 0001-01-01 is 1, years are astronomical (0 is 1 BC).

const MONTHS = ['', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SCALES = [[1e12, 'trillion'], [1e9, 'billion'], [1e6, 'million']];
const WORDLESS = 1e15;  // years from here on are powers of ten
const LABEL_GAP_COLUMNS = 3;

// The calendar repeats itself after 400 years; a year is counted from March, so that the leap day
// is its last.
function civil(day) {
  const shifted = day + 305, cycle = Math.floor(shifted / 146097);
  const rest = shifted - cycle * 146097;
  const year = Math.floor((rest - Math.floor(rest / 1460) + Math.floor(rest / 36524) - Math.floor(rest / 146096)) / 365);
  const ofYear = rest - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return [year + cycle * 400 + (month <= 2 ? 1 : 0), month, ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1];
}

function ordinal(year, month, day) {
  const counted = month <= 2 ? year - 1 : year, cycle = Math.floor(counted / 400);
  const rest = counted - cycle * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return cycle * 146097 + rest * 365 + Math.floor(rest / 4) - Math.floor(rest / 100) + ofYear - 305;
}

function thousands(number) {
  if (number >= WORDLESS) return number.toExponential(2).replace(/e\+?/, '×10^');
  return number > 9999 ? number.toLocaleString('en-GB') : String(number);
}

function yearWords(year) {
  if (year <= 0) return `${thousands(1 - year)} BC`;
  return year < 1000 ? `AD ${year}` : thousands(year);
}

// "13.8 billion BC"
function shortYear(year) {
  const number = year <= 0 ? 1 - year : year;
  for (const [unit, name] of SCALES) {
    const tenths = Math.floor(number / unit * 10);
    if (tenths >= 10 && number % (unit / 10) === 0 && number < WORDLESS) {
      const said = `${(tenths / 10).toLocaleString('en-GB')} ${name}`;
      return year <= 0 ? `${said} BC` : `AD ${said}`;
    }
  }
  return yearWords(year);
}

function dayWords(day) {
  const [year, month, number] = civil(Math.floor(day));
  return `${number} ${MONTHS[month]} ${yearWords(year)}`;
}

// The finest round dates from day lo to day hi whose labels stand apart in so many columns.
function ticks(lo, hi, columns, overhang = 0) {
  let best = [];
  for (const found of units(lo, hi, columns)) {
    const fitted = fittedTicks(found, lo, hi, columns, overhang), labels = fitted.filter((tick) => tick.label).length;
    if (labels > 1 && fitted.slice(0, -1).every((tick) => tick.label)) return fitted;
    if (labels > 1 || !best.length) best = fitted;
  }
  return best;  // labels are long here: some ticks go without
}

function fittedTicks(found, lo, hi, columns, overhang) {
  let free = 0;
  return found.map(({ day, label }) => {
    const column = Math.floor((day - lo) * columns / (hi + 1 - lo));
    const fits = column >= free && column + label.length <= columns + overhang;
    if (fits) free = column + label.length + LABEL_GAP_COLUMNS;
    return { day, label: fits ? label : '' };
  });
}

// Ticks of each unit that is not much too fine, from fine to coarse.
function* units(lo, hi, columns) {
  const room = Math.floor(columns / (LABEL_GAP_COLUMNS + 1)) + 1, days = hi + 1 - lo;
  const wanted = [[1, () => true], [5, (d) => d === 1 || (d % 5 === 0 && d < 30)], [10, (d) => [1, 10, 20].includes(d)], [15, (d) => d === 1 || d === 15]];
  for (const [length, chosen] of wanted) {
    if (days <= room * length) yield labelled(daysOf(lo, hi, chosen), dayLabel);
  }
  for (const step of [1, 2, 3, 6]) {
    if (days <= room * step * 30.4) yield labelled(monthsOf(lo, hi, step), monthLabel);
  }
  let power = 1;
  while (power * 5 * 365 * room < days) power *= 10;
  for (; power * 365 <= days * 10; power *= 10) {
    for (const step of [power, 2 * power, 5 * power]) yield labelled(yearsOf(lo, hi, step), ([year]) => shortYear(year));
  }
}

function daysOf(lo, hi, chosen) {
  const found = [];
  for (let day = lo; day <= hi; day++) if (chosen(civil(day)[2])) found.push(day);
  return found;
}

function monthsOf(lo, hi, step) {
  const index = (day) => civil(day)[0] * 12 + civil(day)[1] - 1, found = [], last = index(hi);
  for (let n = index(lo); n <= last; n++) {
    const year = Math.floor(n / 12), day = ordinal(year, n - year * 12 + 1, 1);
    if ((n - year * 12) % step === 0 && day >= lo) found.push(day);
  }
  return found;
}

// Round years are those whose number as people count, BC or AD, is a multiple of the step.
function yearsOf(lo, hi, step) {
  const first = civil(lo)[0], last = civil(hi)[0], found = [];
  if (first <= 0) {
    for (let n = Math.floor((1 - first) / step) * step; n > 0 && 1 - n <= last; n -= step) found.push(1 - n);
  }
  if (step > 1 && first <= 1 && last >= 1) found.push(1);
  for (let year = Math.ceil(Math.max(first, 1) / step) * step; year <= last; year += step) found.push(year);
  return found.map((year) => ordinal(year, 1, 1)).filter((day) => day >= lo);
}

function labelled(days, label) {
  let before = null;
  return days.map((day) => {
    const date = civil(day), tick = { day, label: label(date, before) };
    before = date;
    return tick;
  });
}

function dayLabel([year, month, day], before) {
  const said = `${day} ${MONTHS[month]}`;
  return before && before[0] === year ? said : `${said} ${yearWords(year)}`;
}

function monthLabel([year, month], before) {
  if (month === 1) return yearWords(year);
  return before ? MONTHS[month] : `${MONTHS[month]} ${yearWords(year)}`;
}
