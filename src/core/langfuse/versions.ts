import { parseImage } from './roles';

/** A version as far as an image tag tells it: `3` leaves minor and patch open, and a registry moves it. */
export interface Version {
  readonly major: number;
  readonly minor: number | undefined;
  readonly patch: number | undefined;
}

/** What `latest` of Langfuse's images is since 2026-07-29. */
const LATEST_LANGFUSE_MAJOR = 4;

/** The oldest ClickHouse that each major version of Langfuse can migrate. */
const OLDEST_CLICKHOUSE: ReadonlyMap<number, Version> = new Map([
  [3, { major: 24, minor: 3, patch: undefined }],
  [4, { major: 25, minor: 12, patch: undefined }],
]);

/** The last release of each major version: what a fix pins. */
export const LAST_LANGFUSE: ReadonlyMap<number, string> = new Map([
  [3, '3.225.4'],
  [4, '4.16.0'],
]);

/** The oldest Postgres that each major version of Langfuse can migrate. */
const OLDEST_POSTGRES: ReadonlyMap<number, number> = new Map([
  [3, 12],
  [4, 15],
]);

/** The last minor of ClickHouse 25 suits both Langfuse 3 and 4, and is what Langfuse's own file pins. */
export const RECOMMENDED_CLICKHOUSE = '25.12';

/** Reads `3`, `v3.225.4` or `17.6-alpine`. Undefined for words such as `latest`, and for anything else. */
export function parseVersion(tag: string): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[.-].*)?$/.exec(tag);
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return {
    major: Number(major),
    minor: minor === undefined ? undefined : Number(minor),
    patch: patch === undefined ? undefined : Number(patch),
  };
}

/** Reads a whole version, such as `3.225.4` or `v3.225.4`, as an image tag has it; undefined for anything else. */
export function parseRelease(text: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+)$/.exec(text.trim())?.[1];
}

/** The version that an image reference names; undefined for a moving word, a digest alone, or no tag. */
export function imageVersion(reference: string): Version | undefined {
  const { tag } = parseImage(reference);
  return tag === undefined ? undefined : parseVersion(tag);
}

/** The major version of a Langfuse image. No tag and `latest` mean today's; a digest alone says nothing. */
export function langfuseMajor(reference: string): number | undefined {
  return isUnpinned(reference) ? LATEST_LANGFUSE_MAJOR : imageVersion(reference)?.major;
}

/** Whether the next pull may bring any other version: the image has no tag or `latest`, and no digest. */
export function isUnpinned(reference: string): boolean {
  const { tag, digest } = parseImage(reference);
  return digest === undefined && (tag === undefined || tag === 'latest');
}

/** The oldest major version of Postgres for a major version of Langfuse; undefined for versions that are not known. */
export function oldestPostgres(langfuseMajorVersion: number): number | undefined {
  return OLDEST_POSTGRES.get(langfuseMajorVersion);
}

/** The oldest ClickHouse for a major version of Langfuse; undefined for versions that are not known. */
export function oldestClickHouse(langfuseMajorVersion: number): Version | undefined {
  return OLDEST_CLICKHOUSE.get(langfuseMajorVersion);
}

/** Whether every version that the tag may stand for is older. `24` is not older than `24.3`, since it moves. */
export function isOlder(version: Version, than: Version): boolean {
  if (version.major !== than.major) return version.major < than.major;
  if (version.minor === undefined || than.minor === undefined) return false;
  if (version.minor !== than.minor) return version.minor < than.minor;
  if (version.patch === undefined || than.patch === undefined) return false;
  return version.patch < than.patch;
}

export function formatVersion({ major, minor, patch }: Version): string {
  return [major, minor, patch].filter((part) => part !== undefined).join('.');
}
