import type { ComposeProject, ComposeService } from '../../compose/project';
import { parseImage, servicesOf } from '../../langfuse/roles';
import {
  LAST_LANGFUSE,
  formatVersion,
  imageVersion,
  isOlder,
  isUnpinned,
  parseRelease,
  parseVersion,
} from '../../langfuse/versions';
import type { Version } from '../../langfuse/versions';
import { listed } from '../../listed';
import type { PlanFacts } from '../plan';

/** The first version that is a web and a worker. */
const FIRST_MAJOR = 3;
const MODE = 'LANGFUSE_MIGRATION_V4_WRITE_MODE';

/** What the versions themselves forbid. */
export function refusalsOfVersions(project: ComposeProject, to: string): readonly string[] {
  const target = parseRelease(to) === undefined ? undefined : parseVersion(to);
  if (target === undefined)
    return [
      `"${to}" is no whole version, and others move. Name one such as ${LAST_LANGFUSE.get(FIRST_MAJOR) ?? ''}.`,
    ];
  if (servicesOf(project, 'web').length === 0)
    return ['No service of this project runs Langfuse web, so there is nothing to upgrade.'];
  if (!LAST_LANGFUSE.has(target.major)) {
    return [
      `What Langfuse ${target.major} demands is not known here. Read its release notes, and edit the image tags by hand.`,
    ];
  }
  return [
    ...new Set(langfuseServices(project).flatMap((service) => refusalsOfService(service, target) ?? [])),
  ];
}

function refusalsOfService({ name, image }: ComposeService, target: Version): string | undefined {
  const reference = image?.value ?? '';
  const { tag, digest } = parseImage(reference);
  if (digest !== undefined) {
    return `${name} is pinned by a digest, which stands for one build whatever the tag says. Put the version that runs in its place first.`;
  }
  const current = imageVersion(reference);
  if (current === undefined || isUnpinned(reference)) {
    return `The image of ${name} has ${tag === undefined ? 'no version' : `the tag "${tag}"`}, so whether ${formatVersion(target)} is newer is not known. Name the version that runs first: Langfuse tells it at /api/public/health.`;
  }
  if (current.major < FIRST_MAJOR) {
    return `${name} is Langfuse ${current.major}, which has neither a worker nor ClickHouse. Moving from it takes more than another version.`;
  }
  if (isOlder(target, current)) {
    return `${name} is ${formatVersion(current)}, and ${formatVersion(target)} is older: it does not start on databases that a newer version has migrated. The way back is a backup from before.`;
  }
  const next = current.major + 1;
  return target.major > next
    ? `${name} is Langfuse ${current.major}. Upgrade to ${LAST_LANGFUSE.get(next) ?? `version ${next}`} first.`
    : undefined;
}

/** What speaks against the versions, or is not known of them. */
export function warningsOfVersions(project: ComposeProject, to: string): readonly string[] {
  const target = parseVersion(to);
  const last = target && LAST_LANGFUSE.get(target.major);
  if (target === undefined || last === undefined) return [];
  const newest = parseVersion(last);
  const services = langfuseServices(project);
  const current = services.flatMap(({ image }) => (image && imageVersion(image.value)) ?? []);
  const moving = current.find(
    (version) => version.patch === undefined && !isOlder(version, target) && version.major === target.major,
  );
  return [
    ...(newest !== undefined && isOlder(newest, target)
      ? [
          `${to} is newer than what is known here, ${last}. Whether it exists and what it demands was not checked.`,
        ]
      : []),
    ...(moving === undefined
      ? []
      : [
          `The tag ${formatVersion(moving)} moves, so what runs may be newer than ${to} already, and ${to} would then not start. Langfuse tells its version at /api/public/health.`,
        ]),
    ...warningsOfCrossing(services, target, current),
    ...(servicesOf(project, 'worker').length === 0
      ? ['No service of this project runs the worker. One that runs elsewhere needs the same version.']
      : []),
  ];
}

function warningsOfCrossing(
  services: readonly ComposeService[],
  target: Version,
  current: readonly Version[],
): readonly string[] {
  const before = current.find(({ major }) => major < target.major);
  if (before === undefined) return [];
  const lastBefore = LAST_LANGFUSE.get(before.major) ?? '';
  const lastVersion = parseVersion(lastBefore);
  const silent = services.filter(({ environment }) => !environment.has(MODE)).map(({ name }) => name);
  return [
    `This moves from Langfuse ${before.major} to ${target.major}. Whether background migrations of ${before.major} are still under way was not looked at: see /background-migrations, and let them finish first.`,
    ...(lastVersion !== undefined && isOlder(before, lastVersion)
      ? [`Langfuse's own order is the last of version ${before.major} first, ${lastBefore}.`]
      : []),
    ...(target.major === 4 && silent.length > 0
      ? [
          `${listed(silent)}: without ${MODE}, Langfuse 4 writes to its new tables alone, and applications with an older SDK are refused. Set it to dual for the time of the move.`,
        ]
      : []),
  ];
}

/** Half-done migrations must be complete, or mended, before others are put on top. */
export function refusalsOfSchema({ schema = [] }: PlanFacts): readonly string[] {
  return schema.filter(({ outcome }) => outcome === 'failed').map(({ evidence }) => evidence);
}

export function warningsOfSchema({ schema }: PlanFacts): readonly string[] {
  if (schema === undefined) return ['Whether earlier migrations are complete was not looked at.'];
  return schema
    .filter(({ outcome }) => outcome === 'could-not-see' || outcome === 'not-checked')
    .map(
      ({ service, evidence }) =>
        `Whether the migrations of ${service} are complete was not seen: ${evidence}`,
    );
}

function langfuseServices(project: ComposeProject): readonly ComposeService[] {
  return [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')];
}
