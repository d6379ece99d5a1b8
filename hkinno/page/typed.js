function typedDate(text, today) {
  const m = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text.trim());
  if (!m) return null;
  const [y, mo, d] = m.slice(1).map((x) => x && Number(x));
  if (d) return [ordinal(y, mo, d), ordinal(y, mo, d)];
  if (mo) return [ordinal(y, mo, 1), ordinal(y + (mo === 12), mo % 12 + 1, 1) - 1];
  return [ordinal(y, 1, 1), ordinal(y + 1, 1, 1) - 1];
}
