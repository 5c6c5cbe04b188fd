/** Files whose change may change what compose reads; which ones it really reads is known after loading. */
export const CHECKED_FILES = '**/{.env,.env.*,*.env,*.yaml,*.yml}';
/** The same as `CHECKED_FILES`, for absolute paths. */
export const CHECKED_NAME = /(?:^|[\\/])(?:\.env(?:\.[^\\/]*)?|[^\\/]*\.(?:env|ya?ml))$/;
