import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  commands,
  commandsWithoutTrust,
  contextKeys,
  NOTEBOOK_TYPE,
  RENDERER_ID,
  RESULT_MIME,
  SETTINGS_SECTION,
  SQL_LANGUAGE,
  VIEW_CONTAINER,
  views,
} from '../../src/ui/ids';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly enablement?: string;
}
interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface WalkthroughStep {
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}
interface Setting {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}
interface Manifest {
  readonly icon: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations?: readonly string[] };
  };
  readonly contributes: {
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly views: Readonly<Record<string, readonly { id: string; icon?: string }[]>>;
    readonly viewsWelcome: readonly { view: string; when: string; contents: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly WalkthroughStep[] }[];
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly notebooks: readonly { type: string }[];
    readonly languages: readonly { id: string; configuration: string }[];
    readonly grammars: readonly { language: string; scopeName: string; path: string }[];
    readonly notebookRenderer: readonly { id: string; entrypoint: string; mimeTypes: readonly string[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = resolve(__dirname, '../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const contributedCommands = contributes.commands.map(({ command }) => command);
const settings = Object.entries(contributes.configuration.properties);

suite('package.json and the code', () => {
  test('know the same commands', () => {
    assert.deepEqual(sorted(contributedCommands), sorted(Object.values(commands)));
  });

  test('know the same commands for a workspace that is not trusted', () => {
    const offered = contributes.commands.filter(({ enablement }) => enablement !== 'isWorkspaceTrusted');
    assert.deepEqual(sorted(offered.map(({ command }) => command)), sorted([...commandsWithoutTrust]));
  });

  test('know the same views', () => {
    const contributed = Object.values(contributes.views).flat();
    assert.deepEqual(sorted(contributed.map(({ id }) => id)), sorted(Object.values(views)));
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEW_CONTAINER],
    );
    assert.deepEqual(Object.keys(contributes.views), [VIEW_CONTAINER]);
  });

  test('know the same notebook, renderer and output type', () => {
    assert.deepEqual(
      contributes.notebooks.map(({ type }) => type),
      [NOTEBOOK_TYPE],
    );
    assert.deepEqual(
      contributes.notebookRenderer.map(({ id, mimeTypes }) => [id, ...mimeTypes]),
      [[RENDERER_ID, RESULT_MIME]],
    );
  });

  test('know the same language, and what it points to exists', () => {
    const [language] = contributes.languages;
    const [grammar] = contributes.grammars;
    assert.equal(language?.id, SQL_LANGUAGE);
    assert.equal(grammar?.language, SQL_LANGUAGE);
    for (const path of [language.configuration, grammar.path]) assert.ok(existsSync(join(root, path)), path);
  });

  test('know the same context keys', () => {
    const used = [...text.matchAll(/\blangfuseStack\.\w+(?= [=!]=|\\?"|'| &&)/g)].map(([key]) => key);
    const declared: ReadonlySet<string> = new Set(Object.values(contextKeys));
    const ids = new Set([...contributedCommands, ...Object.values<string>(views)]);
    assert.deepEqual(
      [...new Set(used)].filter((key) => !declared.has(key) && !ids.has(key)),
      [],
    );
    for (const key of declared) assert.ok(used.includes(key), `${key} is set, but nothing asks for it.`);
  });
});

suite('package.json', () => {
  test('menus name commands that exist', () => {
    const named = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      named.filter((command) => !contributedCommands.includes(command)),
      [],
    );
  });

  test('links in welcome texts name views and commands that exist', () => {
    const known = [...contributedCommands, 'workbench.trust.manage', 'workbench.actions.view.problems'];
    for (const { view, contents } of contributes.viewsWelcome) {
      assert.ok(Object.values<string>(views).includes(view), view);
      for (const [, command] of contents.matchAll(/\(command:([\w.]+)/g))
        assert.ok(known.includes(command!) || command === 'vscode.openFolder', command);
    }
  });

  test('the walkthrough is short, waits for what exists, and leads to commands that exist', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length <= 6);
    const keys = Object.values<string>(contextKeys);
    for (const { description, media, completionEvents } of steps) {
      assert.ok(existsSync(join(root, media.markdown)), media.markdown);
      for (const [, command] of description.matchAll(/\(command:([\w.]+)/g))
        assert.ok(contributedCommands.includes(command!), command);
      for (const event of completionEvents) {
        const [kind, name] = event.split(':');
        const known = kind === 'onContext' ? keys : contributedCommands;
        assert.ok(known.includes(name!), event);
      }
    }
  });

  test('commands stand under our category, and titles are in title case', () => {
    for (const { title, category } of contributes.commands) {
      assert.equal(category, 'Langfuse Stack');
      assert.match(title, /^[A-Z]/);
    }
  });

  test('settings are ours, described and have a default', () => {
    assert.ok(settings.length <= 30);
    for (const [key, setting] of settings) {
      assert.ok(key.startsWith(`${SETTINGS_SECTION}.`), key);
      assert.ok((setting.markdownDescription ?? setting.description ?? '').length > 20, key);
      assert.notEqual(setting.default, undefined, key);
    }
  });

  test('what an untrusted workspace must not set is a setting', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations ?? [];
    const known = settings.map(([key]) => key);
    assert.deepEqual(
      restricted.filter((key) => !known.includes(key)),
      [],
    );
  });

  test('an untrusted workspace cannot say where the password of ClickHouse goes', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations ?? [];
    const connection = settings.map(([key]) => key).filter((key) => key.includes('.clickhouse.'));
    assert.ok(connection.length >= 2);
    assert.deepEqual(sorted(restricted), sorted(connection));
  });

  test('icons exist', () => {
    const icons = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(contributes.views).flatMap((list) => list.flatMap(({ icon }) => icon ?? [])),
    ];
    assert.deepEqual(
      icons.filter((icon) => !existsSync(join(root, icon))),
      [],
    );
  });

  test('programs are what the build makes', () => {
    const made = ['./dist/extension.js', './dist/cli.js', './dist/renderer.js'];
    const named = [
      manifest.main,
      ...Object.values(manifest.bin),
      contributes.notebookRenderer[0]!.entrypoint,
    ];
    assert.deepEqual(sorted(named), sorted(made));
  });
});

function sorted(values: readonly string[]): string[] {
  return [...values].sort();
}
