import type { ComposeProject, ComposeService } from '../compose/project';
import type { FileEdit, Fix } from '../diagnostic';
import { addToEnvironment, addVariables, appendLines, fixOf, replaceValue } from '../rules/edits';
import { decidingPlace, referencesIn, textOf } from '../rules/reading';
import { assignments, createStackContext } from '../rules/stackContext';
import type { StackContext } from '../rules/stackContext';
import type { Location } from '../text';
import { SIGN_UP_SETTING } from '../stack/signUp';

/**
 * What closes sign-up in the files, or opens it: the line that decides gets another value, and a setting that no container
 * receives is passed to web. Undefined where the files are laid out in a way that is not edited. Whether the edits have
 * the effect is to be seen by loading the files with them: a variable of the shell wins over `.env`.
 */
export function signUpFix(
  project: ComposeProject,
  texts: ReadonlyMap<string, string>,
  wanted: 'closed' | 'open',
): Fix | undefined {
  const stack = createStackContext({ project, texts });
  const value = wanted === 'closed' ? 'true' : 'false';
  const edits = stack.services('web').flatMap((web) => editsFor(stack, web, value));
  const [fix] = fixOf(`Set ${SIGN_UP_SETTING} to ${value}`, edits);
  return fix;
}

function editsFor(
  stack: StackContext,
  web: ComposeService,
  value: string,
): readonly (FileEdit | undefined)[] {
  const variable = web.environment.get(SIGN_UP_SETTING);
  if (variable?.passedOn !== undefined || web.unset.has(SIGN_UP_SETTING))
    return [setInEnvFile(stack, SIGN_UP_SETTING, value)];
  if (variable === undefined) {
    return placeInEnvFile(stack, SIGN_UP_SETTING) === undefined
      ? addVariables(stack, web, [{ name: SIGN_UP_SETTING, value }])
      : [
          setInEnvFile(stack, SIGN_UP_SETTING, value),
          addToEnvironment(stack, web, [{ name: SIGN_UP_SETTING, value: `\${${SIGN_UP_SETTING}:-}` }]),
        ];
  }
  // It is put together from something that is about more than this.
  if (typeof variable.value !== 'string') return [undefined];
  const place = valueAt(stack, decidingPlace(stack, variable));
  const [reference, ...others] = referencesIn(stack, place);
  // A default that decides is left to those who have no .env: theirs is the line that is asked first.
  const isReference = reference !== undefined && others.length === 0 && /^["']?\$/.test(textOf(stack, place));
  return [isReference ? setInEnvFile(stack, reference.name, value) : replaceValue(stack, place, value)];
}

/** An assignment without a value is found by its key. */
function valueAt(stack: StackContext, place: Location): Location {
  for (const { path, item } of assignments(stack))
    if (path === place.path && item.key.span.start === place.span.start)
      return { path, span: item.value.span };
  return place;
}

function setInEnvFile(stack: StackContext, name: string, value: string): FileEdit {
  const place = placeInEnvFile(stack, name);
  return place === undefined
    ? appendLines(stack, ENV_FILE, [`${name}=${value}`])
    : { path: ENV_FILE, edits: [{ span: place, newText: value }] };
}

/** The value of the last assignment, which counts. */
function placeInEnvFile(stack: StackContext, name: string) {
  const own = [...assignments(stack)].filter(({ path, item }) => path === ENV_FILE && item.key.text === name);
  return own.at(-1)?.item.value.span;
}

const ENV_FILE = '.env';
