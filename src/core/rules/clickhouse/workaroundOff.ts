import type { Version } from '../../langfuse/versions';
import { formatVersion, imageVersion, isOlder } from '../../langfuse/versions';
import { fixOf, replaceValue } from '../edits';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';

interface Band {
  readonly name: string;
  readonly from: Version;
  /** The first minor version that is certainly repaired. */
  readonly until: Version;
}

const BANDS: readonly Band[] = [
  {
    name: 'CLICKHOUSE_DISABLE_LAZY_MATERIALIZATION',
    from: { major: 25, minor: 4, patch: undefined },
    until: { major: 26, minor: 4, patch: undefined },
  },
  {
    name: 'CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN',
    from: { major: 26, minor: 5, patch: undefined },
    until: { major: 26, minor: 8, patch: undefined },
  },
];

export const workaroundOff: Rule = {
  code: 'clickhouse/workaround-off',
  severity: 'warning',
  summary: 'A precaution against a fault of this ClickHouse is switched off.',
  explanation:
    'Some versions of ClickHouse answer certain queries wrongly or with an error: those from 25.4 to 26.4 when they read columns late, and some of 26.5 to 26.7 when they cut a sorted join short. Langfuse asks the server for its version at start and switches these optimisations off where they are faulty. With `false` in the variable it leaves them on. Write `auto`, or leave the variable out.',
  *check(stack) {
    const [server, second] = stack.services('clickhouse');
    const version = server?.image && imageVersion(server.image.value);
    if (server === undefined || second !== undefined || version?.minor === undefined) return;
    for (const service of stack.langfuseServices) {
      for (const { name, from, until } of BANDS) {
        const variable = service.environment.get(name);
        if (variable === undefined || readText(stack, service, name) !== 'false') continue;
        if (isOlder(version, from) || !isOlder(version, until)) continue;
        const at = decidingPlace(stack, variable);
        yield {
          at,
          message: `ClickHouse ${formatVersion(version)} answers some queries of ${service.name} wrongly with this. Write auto, and Langfuse avoids them.`,
          fixes: fixOf('Write auto', [replaceValue(stack, at, 'auto')]),
        };
      }
    }
  },
};
