import type { ContainerVariable } from '../compose/project';
import { roleOf } from '../langfuse/roles';
import { escapeMarkdown } from '../markdown';
import { rulesOn } from '../rules/rulesOn';
import { reveal } from '../secret';
import type { Value } from '../secret';
import type { Location, Span } from '../text';
import type { NameIndex } from './nameIndex';
import { isOfProject } from './nameIndex';
import { isInside } from './nameUse';
import type { NameUse, Reference } from './nameUse';
import { originOfProjectVariable, originOfVariable } from './origin';
import { Places } from './places';
import type { Receiver } from './receivers';
import { receiversOf } from './receivers';
import { referenceValue } from './referenceValue';
import { replacedEntryAt } from './replacedEntry';
import type { ReplacedEntry } from './replacedEntry';
import { PIECE_OF_SECRET, asCode, valueAsMarkdown } from './shownText';
import { stackMajor } from './stackMajor';
import { variableNotes } from './variableNote';

export interface HoverText {
  readonly span: Span;
  /** Paragraphs in Markdown. What comes out of the files is escaped, and secrets are dots. */
  readonly paragraphs: readonly string[];
  /** Codes of rules whose pages tell more about the variable. */
  readonly rules: readonly string[];
}

/** More than fit into a glance. */
const MAX_LINES = 8;
const MAX_NOTES = 3;
const MAX_RULES = 3;

/** What the name at an offset means: its value, where that comes from, and what each container gets of it. */
export function hoverAt(index: NameIndex, path: string, offset: number): HoverText | undefined {
  const uses = index.at(path, offset);
  const [use] = uses;
  const writer = new HoverWriter(index);
  if (use === undefined) {
    const replaced = replacedEntryAt(index, path, offset);
    return replaced && { span: replaced.span, ...writer.ofReplaced(replaced) };
  }
  const ofProject = uses.find(isOfProject);
  const entry = uses.find(({ kind }) => kind === 'entry');
  const told = ofProject === undefined ? writer.ofContainers(use) : writer.ofVariable(ofProject, entry);
  return { span: use.kind === 'reference' ? use.whole : use.span, ...told };
}

type Told = Omit<HoverText, 'span'>;

/** Written when it is shown. */
type Line = () => string;

class HoverWriter {
  private readonly places: Places;

  constructor(private readonly index: NameIndex) {
    this.places = new Places(index.stack.texts);
  }

  /** `entry` is given for a line of `.env` that is an `env_file` as well. */
  ofVariable(use: NameUse, entry: NameUse | undefined): Told {
    if (use.kind === 'reference' && this.index.isPieceOfSecret(use))
      return { paragraphs: [PIECE_OF_SECRET], rules: [] };
    const receivers = receiversOf(this.index, use.name);
    const replaced = entry === undefined ? [] : this.readersOf(entry).filter(isNotIn(receivers));
    const lines = [
      ...this.receiverLines(receivers, this.index.stack.project.environment.get(use.name)?.value),
      ...replaced.map((receiver) => () => this.replacement(receiver)),
    ];
    const paragraphs = [
      use.kind === 'reference' ? this.reference(use) : this.variable(use.name),
      ...this.shadow(use),
      lines.length > 0 ? list(lines) : this.nobody(use.name),
    ];
    return this.withNotes(paragraphs, receivers, use.name);
  }

  /** A variable that only containers have: of `environment`, or of an env file beside the project's. */
  ofContainers(use: NameUse): Told {
    const here = this.receiversAt(use);
    const readers = here.length > 0 ? here : this.readersOf(use);
    const lines =
      here.length > 0
        ? this.receiverLines(here)
        : readers.map((receiver) => () => this.replacement(receiver));
    const paragraphs = [
      lines.length === 0 ? `${asCode(use.name)} reaches no container.` : list(lines),
      ...(here.length > 0 ? this.wins(here) : []),
    ];
    return this.withNotes(paragraphs, readers, use.name);
  }

  /** An entry of a compose file that another one replaces. */
  ofReplaced({ service, name }: ReplacedEntry): Told {
    const readers = this.containers(name).filter((receiver) => receiver.service === service);
    return this.withNotes([list(readers.map((receiver) => () => this.replacement(receiver)))], readers, name);
  }

  private variable(name: string): string {
    const variable = this.index.stack.project.environment.get(name);
    if (variable?.value === undefined) return `${title(name)} is not set.`;
    return `${title(name)} = ${valueAsMarkdown(variable.value)} · ${originOfProjectVariable(this.places, variable)}`;
  }

  private reference(use: Reference): string {
    const resolved = use.resolved;
    if (resolved?.isEvaluated !== true) return this.variable(use.name);
    const value = referenceValue(this.index, use);
    switch (resolved.resolution) {
      case 'default':
        return `${this.absence(use.name)}; the default is used${value === undefined ? '' : `: ${valueAsMarkdown(value)}`}`;
      case 'unset':
        return `${this.absence(use.name)}: nothing stands in its place.`;
      case 'error':
        return `${this.absence(use.name)}, and compose refuses to start without it.`;
      case 'shell':
      case 'env-file': {
        const variable = this.variable(use.name);
        if (!resolved.operator.endsWith('+') || value === undefined) return variable;
        return `${variable}, so this is ${valueAsMarkdown(value)}`;
      }
    }
  }

  private absence(name: string): string {
    const isSet = this.index.stack.project.environment.get(name)?.value !== undefined;
    return `${title(name)} is ${isSet ? 'empty' : 'not set'}`;
  }

  /** What this name hides, or what hides it. */
  private *shadow(use: NameUse): Iterable<string> {
    const variable = this.index.stack.project.environment.get(use.name);
    if (variable?.origin === undefined) return;
    const place = this.place(variable.origin);
    if (variable.source === 'shell') yield `The shell's value wins over ${place}.`;
    else if (use.kind === 'definition' && !contains(variable.origin, use))
      yield `Not this line: ${place} sets it again.`;
  }

  private nobody(name: string): string {
    const used = this.index
      .named(name)
      .filter((use) => use.kind === 'reference' && use.resolved?.isEvaluated === true)
      .map((use) => this.place(use));
    if (used.length === 0) return 'No container gets it.';
    return `No container gets it in its environment. Used at ${some(used, MAX_LINES)}.`;
  }

  /** One line for what several services get alike. `whole` is what need not be said again. */
  private receiverLines(receivers: readonly Receiver[], whole?: Value): readonly Line[] {
    const groups = new Map<string, { readonly services: string[]; readonly variable: ContainerVariable }>();
    for (const { service, variable } of receivers) {
      const { name, origin, value } = variable;
      // Compared by what it really is: two secrets look alike.
      const key = JSON.stringify([name, origin, reveal(value)]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { services: [service.name], variable });
      else group.services.push(service.name);
    }
    return [...groups.values()].map(({ services, variable }) => () => {
      const isSame = whole !== undefined && reveal(whole) === reveal(variable.value);
      const text = isSame ? `as ${asCode(variable.name)}` : this.assignment(variable);
      return `**${some(services.map(escapeMarkdown), 4)}** ${text}`;
    });
  }

  private assignment(variable: ContainerVariable): string {
    const origin = originOfVariable(this.index, this.places, variable);
    return `${asCode(variable.name)} = ${valueAsMarkdown(variable.value)} · ${origin}`;
  }

  /** Containers whose variable is decided at this very place. */
  private receiversAt(use: NameUse): readonly Receiver[] {
    return this.containers(use.name).filter(({ variable }) => contains(variable.origin, use));
  }

  /** Containers that read the file, wherever they get this name from in the end. */
  private readersOf(use: NameUse): readonly Receiver[] {
    const readers = this.index.envFiles.get(use.path)?.services ?? [];
    return this.containers(use.name).filter(({ service }) => readers.includes(service));
  }

  private containers(name: string): readonly Receiver[] {
    return [...this.index.stack.project.services.values()]
      .filter(({ isActive }) => isActive)
      .flatMap((service) => {
        const variable = service.environment.get(name);
        return variable === undefined ? [] : [{ service, variable }];
      });
  }

  private replacement({ service, variable }: Receiver): string {
    return `**${escapeMarkdown(service.name)}** gets it from ${this.place(variable.origin)} instead: ${valueAsMarkdown(variable.value)}`;
  }

  /** Lines of env files that an entry of `environment`, or a later file, makes void. */
  private *wins(receivers: readonly Receiver[]): Iterable<string> {
    const losers = new Set(receivers.flatMap((receiver) => this.losers(receiver)));
    if (losers.size > 0) yield `This wins over ${some([...losers], MAX_LINES)}.`;
  }

  private losers({ service, variable }: Receiver): readonly string[] {
    const files = new Set(service.envFiles.map(({ path }) => path));
    return this.index
      .named(variable.name)
      .filter((use) => use.kind === 'entry' && files.has(use.path) && !contains(variable.origin, use))
      .map((use) => this.place(use));
  }

  /** Adds what the catalogue knows of the variables that containers get. */
  private withNotes(paragraphs: readonly string[], receivers: readonly Receiver[], name: string): Told {
    const names = new Set(receivers.length > 0 ? receivers.map(({ variable }) => variable.name) : [name]);
    const roles = new Set(receivers.flatMap(({ service }) => roleOf(service) ?? []));
    const major = stackMajor(this.index.stack.project);
    const notes = new Map<string, string>();
    for (const each of names)
      for (const note of variableNotes(each, roles, major))
        notes.set(note, names.size === 1 ? note : `${asCode(each)}: ${note}`);
    const lines = [...notes.values()].slice(0, MAX_NOTES);
    return {
      paragraphs: lines.length === 0 ? paragraphs : [...paragraphs, '---', ...lines],
      rules: [...new Set([...names].flatMap((each) => rulesOn(each)))].slice(0, MAX_RULES),
    };
  }

  private place(location: Location): string {
    return escapeMarkdown(this.places.name(location));
  }
}

function title(name: string): string {
  return `**${asCode(name)}**`;
}

/** Lines that do not fit are counted and never written. */
function list(lines: readonly Line[]): string {
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only();
  const shown = lines.slice(0, MAX_LINES).map((line) => `- ${line()}`);
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

function some(names: readonly string[], most: number): string {
  const left = names.length - most;
  return left > 0 ? `${names.slice(0, most).join(', ')} and ${left} more` : names.join(', ');
}

function isNotIn(receivers: readonly Receiver[]): (receiver: Receiver) => boolean {
  const known = new Set(receivers.map(({ variable }) => variable));
  return ({ variable }) => !known.has(variable);
}

function contains(outer: Location, inner: Location): boolean {
  return outer.path === inner.path && isInside(inner.span, outer.span);
}
