import type { ComposeProject } from '../compose/project';
import { servicesOf } from './roles';
import {
  LAST_LANGFUSE,
  formatVersion,
  imageVersion,
  isOlder,
  oldestClickHouse,
  oldestPostgres,
  parseVersion,
} from './versions';
import type { Version } from './versions';

/** A version to move to, as far as versions are known here: any other may be named as well. */
export interface UpgradeTarget {
  readonly version: string;
  /** What it is to this stack, and what it demands. */
  readonly note: string;
}

/** The last release of the major version that the files name, and of the next one. The nearest first. */
export function upgradeTargets(project: ComposeProject): readonly UpgradeTarget[] {
  const current = [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')].flatMap(
    ({ image }) => (image && imageVersion(image.value)) ?? [],
  );
  const majors = current.map(({ major }) => major);
  const newest = Math.max(...majors);
  return [...LAST_LANGFUSE].flatMap(([major, version]): readonly UpgradeTarget[] => {
    const last = parseVersion(version);
    const isNext = major === newest + 1;
    if (last === undefined || (major !== newest && !isNext)) return [];
    if (isNext) return [{ version, note: demandsOf(major, newest) }];
    const isNewer = current.some((one) => isOlder(one, last) || one.patch === undefined);
    return isNewer ? [{ version, note: `The last release of Langfuse ${major} that is known here` }] : [];
  });
}

function demandsOf(major: number, from: number): string {
  const clickHouse: Version | undefined = oldestClickHouse(major);
  const postgres = oldestPostgres(major);
  const demands = [
    ...(clickHouse === undefined ? [] : [`ClickHouse ${formatVersion(clickHouse)}`]),
    ...(postgres === undefined ? [] : [`Postgres ${postgres}`]),
  ];
  const needs = demands.length === 0 ? '' : `, needs ${demands.join(' and ')} or newer`;
  return `Langfuse ${major}${needs}; the last of ${from} comes first`;
}
