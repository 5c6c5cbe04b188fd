import { isOlder, parseVersion } from './versions';

/** The first release that brings each ClickHouse migration; releases between bring none. */
const HEADS: readonly (readonly [release: string, head: number])[] = [
  ['3.0.0', 6],
  ['3.27.0', 7],
  ['3.29.0', 8],
  ['3.38.0', 9],
  ['3.49.0', 10],
  ['3.53.0', 16],
  ['3.55.0', 18],
  ['3.63.1', 21],
  ['3.90.0', 22],
  ['3.93.0', 23],
  ['3.98.0', 24],
  ['3.99.0', 26],
  ['3.115.0', 29],
  ['3.119.0', 30],
  ['3.135.0', 31],
  ['3.140.0', 32],
  ['3.141.0', 33],
  ['3.143.0', 34],
  ['3.204.0', 35],
  ['3.207.0', 36],
  ['3.223.0', 37],
  ['4.0.0', 46],
];

/** The last ClickHouse migration of a full version such as `3.225.4`; undefined for tags that move. */
export function clickHouseMigrationHead(tag: string): number | undefined {
  const version = parseVersion(tag);
  if (version?.minor === undefined || version.patch === undefined) return undefined;
  return HEADS.findLast(([release]) => {
    const first = parseVersion(release);
    return first !== undefined && !isOlder(version, first);
  })?.[1];
}
