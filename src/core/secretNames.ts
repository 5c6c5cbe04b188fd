const SECRET_WORD =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|SALT|CREDENTIALS?)(_|$)|(^|_)(PASS|AUTH|KEY)$/i;
const PUBLIC_NAME = /(^|_)PUBLIC_KEY$|^SECRETS?_(FILE|DIR|PATH)$|_FILE$/i;
const PASSWORD_IN_URL = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/** Whether a variable's name says that its value is a secret. For names that no catalogue knows. */
export function isSecretName(name: string): boolean {
  return SECRET_WORD.test(name) && !PUBLIC_NAME.test(name);
}

/** Whether a value carries a password itself, as in `postgresql://user:password@host/db`. */
export function holdsPassword(value: string): boolean {
  return PASSWORD_IN_URL.test(value);
}
