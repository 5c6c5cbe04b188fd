import type { ComposeService } from '../../compose/project';
import { addVariables, fixOf } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Finding, Rule } from '../rule';
import type { StackContext } from '../stackContext';

const NAMES = ['SMTP_CONNECTION_URL', 'EMAIL_FROM_ADDRESS'] as const;

export const smtpPair: Rule = {
  code: 'langfuse/smtp-pair',
  severity: 'warning',
  summary: 'Mail is half configured, so none is sent.',
  explanation:
    'Langfuse sends mail when it has both `SMTP_CONNECTION_URL` and `EMAIL_FROM_ADDRESS`. With one of them alone it sends none and says so nowhere: a password reset never arrives. Set both, or neither. The address holds user and password of the mail server, as in `smtps://user:password@smtp.example.org:465`; a special character in the password is written encoded, such as `%40` for `@`.',
  *check(stack) {
    for (const service of stack.services('web')) {
      yield* missingPassword(stack, service);
      for (const name of NAMES) {
        const variable = service.environment.get(name);
        const [other] = NAMES.filter((candidate) => candidate !== name);
        if (variable === undefined || other === undefined) continue;
        if (readText(stack, service, name) === undefined || !isMissing(stack, service, other)) continue;
        yield {
          at: decidingPlace(stack, variable),
          message: `${service.name} sends no mail, because ${other} is not set. Set both, or neither.`,
          fixes: service.environment.has(other)
            ? []
            : fixOf(
                `Demand ${other} from .env`,
                addVariables(stack, service, [{ name: other, value: `\${${other}:?needed for mail}` }]),
              ),
        };
      }
    }
  },
};

function* missingPassword(stack: StackContext, service: ComposeService): Iterable<Finding> {
  const variable = service.environment.get('SMTP_CONNECTION_URL');
  const url = readText(stack, service, 'SMTP_CONNECTION_URL');
  if (variable === undefined || url === undefined || !/^smtps?:\/\/[^:@/]+:@/.test(url)) return;
  yield {
    at: decidingPlace(stack, variable),
    message: `This address has a user and no password, so the mail server refuses ${service.name} and no mail is sent. Put the password in.`,
  };
}
