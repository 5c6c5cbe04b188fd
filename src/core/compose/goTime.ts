const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2}))|(?: +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?))?$/;

/** A YAML timestamp in the form that Go prints, such as `2026-01-01 00:00:00 +0000 UTC`; undefined for other texts. */
export function goTime(source: string): string | undefined {
  const match = TIMESTAMP.exec(source);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', h1, m1, s1, f1, zone, h2, m2, s2, f2] = match;
  const hour = h1 ?? h2 ?? '0';
  const minute = m1 ?? m2 ?? '0';
  const second = s1 ?? s2 ?? '0';
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (text: string): string => text.padStart(2, '0');
  const fraction = (f1 ?? f2 ?? '').slice(0, 9).replace(/0+$/, '');
  const offset = zone === undefined || zone === 'Z' || zone === '+00:00' ? undefined : zone.replace(':', '');
  if (offset !== undefined && (Number(offset.slice(1, 3)) > 24 || Number(offset.slice(3)) > 60))
    return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  const time = `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`;
  return `${date} ${time} ${offset === undefined ? '+0000 UTC' : `${offset} ${offset}`}`;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
