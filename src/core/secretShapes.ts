import type { Span } from './text';

// What marks a secret whatever it is called. The first group is what must not be seen, else the whole. Every repetition
// is bounded or ends at a sign of its own, since a text may be long. Without one of its marks no text can match a pattern;
// looking for a mark is many times faster.
const SHAPES: readonly { readonly pattern: RegExp; readonly marks: readonly string[] }[] = [
  // A password may hold a slash, as base64 does; digits in front of one are a port, and a reference shows nothing.
  {
    marks: ['://'],
    pattern: /[a-z\d+.-]:\/\/[^/\s:@]{0,256}:(?!\d{1,5}\/|\$\{[A-Z_][A-Z\d_]*\}@)([^\s@]{1,1024})@/dgi,
  },
  {
    marks: ['='],
    pattern:
      /(?:^|[?&;,\s"'])(?:[\w.-]{0,60}(?:password|passwd|secret|token|api[_-]?key|access_?key)|(?:[\w.-]{0,60}[_.-])?(?:pass|pwd|accountkey|signature|sig))=["']?(?!(?:true|false|yes|no|\d{1,5}|\$\{[A-Z_][A-Z\d_]*\})(?:[&;,\s"']|$))([^&;,\s"']+)/dgi,
  },
  // `--requirepass hunter2`, also between brackets; a reference and a method of authentication show nothing.
  {
    marks: ['-'],
    pattern:
      /(?:(?<![\w-])--?[\w-]{0,40}(?:pass|password|passwd|token|secret|key|auth)|redis-cli\b.{0,200}?\s-a)["']?(?:=|[\s,]{1,8})["']?(?!\$\{?\w+\}?(?:["'\s,\]]|$)|(?:true|false|trust|md5|scram-sha-256)\b)([^\s"',\]]+)/dgi,
  },
  {
    marks: [' ', '\t', '\n', '%20'],
    pattern: /\b(?:basic|bearer)(?:\s|%20){1,4}(?=[\w.~+/-]*[\d=])([\w.~+/=-]{12,})/dgi,
  },
  { marks: ['-----BEGIN'], pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----END))*/dg },
  { marks: ['eyJ'], pattern: /\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/dg },
  // The hash of a password, as a web server's user list holds it.
  { marks: ['$'], pattern: /\$\$?(?:apr1|2[aby]|[156y]|argon2i?d?)\$\$?[\w./=,+$-]{12,}/dg },
  // Web hooks: whoever knows the address may write.
  {
    marks: ['hook', '/bot'],
    pattern:
      /(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|webhook\.office\.com|api\.telegram\.org)\/([\w/@-]{8,}(?::[\w-]+)?)/dgi,
  },
  // The word in front says whose the key is: Langfuse, OpenAI, Stripe, AWS, GitHub, GitLab, Slack, Google and others.
  { marks: ['sk-'], pattern: /(?<![\w-])sk-(?=[\w-]{0,80}\d)[\w-]{16,}/dg },
  {
    marks: ['AKIA', 'ASIA', 'AIza', 'GOCSPX-', 'SG.'],
    pattern:
      /(?<!\w)(?:(?:AKIA|ASIA)[A-Z\d]{16}(?!\w)|AIza[\w-]{35}|GOCSPX-[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})/dg,
  },
  {
    marks: ['_', '-'],
    pattern:
      /(?<!\w)(?:gh[pousr]_[A-Za-z\d]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|[sr]k_(?:live|test)_\w{16,}|whsec_[\w/+=]{16,}|npm_[A-Za-z\d]{30,}|hf_[A-Za-z\d]{30,}|dckr_pat_[\w-]{20,})/dg,
  },
];

/** Where a text carries secrets that show by their shape: `user:password@`, `token=…`, `sk-…`. They may overlap. */
export function secretSpansIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { pattern, marks } of SHAPES) {
    if (!marks.some((mark) => text.includes(mark))) continue;
    for (const { indices } of text.matchAll(pattern)) {
      const [start, end] = indices?.[1] ?? indices?.[0] ?? [0, 0];
      spans.push({ start, end });
    }
  }
  return spans;
}
