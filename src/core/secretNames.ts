const SECRET_WORD =
  /(^|_)(SECRET|TOKEN|SALT|CREDENTIALS?)(_|$)|PASSWORD|PASSWD|PASSPHRASE|(^|_)(PASS|AUTH|KEY|PAT)$|_(PW|PWD)$|(API|ACCESS|PRIVATE)KEY$/i;
const PUBLIC_NAME = /(^|_)PUBLIC_KEY$|^SECRETS?_(FILE|DIR|PATH)$|_FILE$/i;

// A password may hold a slash, as base64 does; digits in front of one are a port. The bounds keep long texts cheap.
const PASSWORD_IN_URL = /[a-z\d+.-]:\/\/[^/\s:@]{0,256}:(?!\d{1,5}\/)([^\s@]{1,1024})@/gi;
const PASSWORD_AS_PARAMETER =
  /(?:^|[?&;\s])(?:password|passwd|pwd|secret|token|api_?key|access_?key|accountkey|sharedaccesskey|sig)=([^&;\s]+)/gi;

/** Whether a variable's name says that its value is a secret. For names that no catalogue knows. */
export function isSecretName(name: string): boolean {
  // A blank that slipped in makes it another name, not another value.
  const written = name.trim();
  return SECRET_WORD.test(written) && !PUBLIC_NAME.test(written);
}

/** The passwords that a value carries inside, as in `postgresql://user:password@host/db` or `…?password=…`. */
export function passwordsIn(value: string): readonly string[] {
  const patterns = [
    ...(value.includes('://') ? [PASSWORD_IN_URL] : []),
    ...(value.includes('=') ? [PASSWORD_AS_PARAMETER] : []),
  ];
  return patterns.flatMap((pattern) => Array.from(value.matchAll(pattern), ([, password = '']) => password));
}

/** Whether a value carries a password itself. */
export function holdsPassword(value: string): boolean {
  return passwordsIn(value).length > 0;
}
