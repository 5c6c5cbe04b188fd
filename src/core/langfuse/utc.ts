/** Names that the IANA data base has for the zone; a colon may lead in `TZ`. */
const UTC = /^:?(?:Etc\/)?(?:UTC|UCT|GMT|GMT[+-]?0|Zulu|Universal|Greenwich)$/i;

/** Whether a time zone is the one in which Langfuse needs its databases: it writes and reads times without a zone. */
export function isUtc(zone: string): boolean {
  return UTC.test(zone);
}
