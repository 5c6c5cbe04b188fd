import { secretSpansIn } from './secretShapes';

const SECRET_WORD =
  /(^|_)(SECRET|TOKEN|SALT|CREDENTIALS?)(_|$)|PASSWORD|PASSWD|PASSPHRASE|(^|_)(PASS|AUTH|KEY|PAT)$|_(PW|PWD)$|(API|ACCESS|PRIVATE)KEY$|(^|_)(API|ACCESS|SECRET|PRIVATE|SIGNING|ENCRYPTION)_?KEYS$|(^|_)WEBHOOK(_URLS?)?$/i;
/** What is said about a secret, or is meant to be seen. */
const PUBLIC_NAME =
  /^NEXT_PUBLIC_|(^|_)(PUBLIC|SITE)_KEY$|^SECRETS?_(FILE|DIR|PATH)$|_(FILE|NAME|ALG|TTL|EXPIRY|EXPIRATION|TIMEOUT|LENGTH|SIZE|LIMIT|COUNT|SECONDS|DAYS)$|(^|_)(ENABLED?|DISABLED?|ALLOW|REQUIRED?)(_|$)/i;
/** Words that tell one secret from another of the same kind. */
const VARIANT =
  /(_(DEFAULT|FALLBACK|OLD|NEW|PREVIOUS|PREV|CURRENT|NEXT|BACKUP|PROD|STAGING|DEV|TEST|LOCAL|BASE64|HEX|V?\d+))+$/i;

/** Whether a variable's name says that its value is a secret. For names that no catalogue knows. */
export function isSecretName(name: string): boolean {
  // A blank that slipped in makes it another name, not another value; `apiKey` and `api-key` are the same words.
  const words = name
    .trim()
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .replace(/[-.]/g, '_')
    .replace(VARIANT, '');
  return SECRET_WORD.test(words) && !PUBLIC_NAME.test(words);
}

/** The secrets that a value carries inside, as in `postgresql://user:password@host/db`, `…?password=…` or `sk-…`. */
export function passwordsIn(value: string): readonly string[] {
  return secretSpansIn(value).map(({ start, end }) => value.slice(start, end));
}

/** Whether a value carries a secret itself, whatever its name. */
export function holdsPassword(value: string): boolean {
  return secretSpansIn(value).length > 0;
}
