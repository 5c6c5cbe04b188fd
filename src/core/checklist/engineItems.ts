import type { Finding } from './item';

/** A version, or the sentence that says why there is none. */
export type VersionFact = { readonly version: string } | { readonly failure: string };

/** What operators of Langfuse are asked to have. */
const WANTED_ENGINE: Version = [24, 0];
/** The whole life of a stack is tested with it. */
const OLDEST_ENGINE: Version = [20, 10];
/** The first that takes `--progress`, by which we ask for plain lines. */
const OLDEST_COMPOSE: Version = [2, 19];

/** Major and minor. */
type Version = readonly [number, number];

export function engineItem(engine: VersionFact): Finding & { readonly label: string } {
  if ('failure' in engine) return { label: 'Docker Engine', state: 'failed', detail: engine.failure };
  const label = `Docker Engine ${engine.version}`;
  const version = readVersion(engine.version);
  if (version === undefined) return { label, ...UNREADABLE };
  if (isOlder(version, OLDEST_ENGINE)) return { label, state: 'failed', detail: tooOld(OLDEST_ENGINE) };
  if (!isOlder(version, WANTED_ENGINE)) return { label, state: 'done', detail: '' };
  return {
    label,
    state: 'open',
    detail: `works, but is older than ${WANTED_ENGINE[0]}, and refuses what needs ${NEEDED_BY_START_INTERVAL}, such as start_interval`,
  };
}

export function composeItem(compose: VersionFact): Finding & { readonly label: string } {
  if ('failure' in compose) return { label: 'Compose plugin', state: 'failed', detail: compose.failure };
  const label = `Compose ${compose.version}`;
  const version = readVersion(compose.version);
  if (version === undefined) return { label, ...UNREADABLE };
  return isOlder(version, OLDEST_COMPOSE)
    ? { label, state: 'failed', detail: tooOld(OLDEST_COMPOSE) }
    : { label, state: 'done', detail: '' };
}

const UNREADABLE: Finding = { state: 'unknown', detail: 'a version of its own counting' };
/** Of Docker Engine. */
const NEEDED_BY_START_INTERVAL = 25;

function tooOld([major, minor]: Version): string {
  return `older than ${major}.${minor}: upgrade it`;
}

function readVersion(text: string): Version | undefined {
  const [, major, minor = '0'] = /^v?(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

function isOlder([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
