import type * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import { Places } from '../../core/language/places';
import type { EditDetail } from '../../core/stack/serviceDetails';
import type { Location } from '../../core/text';
import { rangeConverter } from '../convert';
import { uriIn } from '../stackModels';

/** Opens a file of the stack with the place selected. */
export function openCommand(stack: LoadedStack, { path, span }: Location): vscode.Command {
  const selection = rangeConverter(stack.texts.get(path) ?? '')(span);
  return { command: 'vscode.open', title: 'Show', arguments: [uriIn(stack, path), { selection }] };
}

/** `.env:9` */
export function placeName({ texts }: LoadedStack, place: Location): string {
  return new Places(texts).name(place);
}

/** Where the files give what was edited. Undefined for a service that they no longer declare. */
export async function placeOfEdit(
  { project, texts }: LoadedStack,
  serviceName: string,
  { what, name }: EditDetail,
): Promise<Location | undefined> {
  const service = project.services.get(serviceName);
  switch (what) {
    case 'image':
      return service?.image?.origin;
    case 'ports':
      return service?.ports[0]?.origin ?? service?.origin;
    case 'file':
      return service?.mounts.find(({ source }) => source === name)?.origin;
    case 'variable': {
      const variable = service?.environment.get(name);
      if (variable === undefined) return undefined;
      const [{ createStackContext }, { decidingPlace }] = await Promise.all([
        import('../../core/rules/stackContext'),
        import('../../core/rules/reading'),
      ]);
      return decidingPlace(createStackContext({ project, texts }), variable);
    }
  }
}
