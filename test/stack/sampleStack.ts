import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SampleCopy } from '../e2e/sampleCopy';
import { copySample } from '../e2e/sampleCopy';
import { ANY_PORTS } from './anyPorts';
import type { Engine } from './engine';
import { removeProject } from './removeProject';
import type { RunResult } from './run';
import { run, tryRun } from './run';

const PROGRAM = ['--import', 'tsx', join(__dirname, '../../src/cliMain.ts')];

/** samples/ai-gateway as a running project of its own, and our program from the sources on it. */
export class SampleStack {
  private constructor(
    readonly project: string,
    readonly environment: NodeJS.ProcessEnv,
    private readonly copy: SampleCopy,
  ) {}

  /** `change` is made to the compose file before anything starts. */
  static async start(
    purpose: string,
    { environment }: Pick<Engine, 'environment'>,
    change = (compose: string): string => compose,
  ): Promise<SampleStack> {
    const copy = await copySample('ai-gateway');
    const stack = new SampleStack(`${purpose}-${process.pid}`, { ...process.env, ...environment }, copy);
    try {
      const compose = await readFile(stack.composeFile, 'utf8');
      await writeFile(stack.composeFile, change(compose.replace(/^name: .*$/m, `name: ${stack.project}`)));
      await stack.override(ANY_PORTS);
      await stack.program('secrets', '--write');
      await stack.compose('up', '--detach', '--wait');
      return stack;
    } catch (error) {
      await stack.remove();
      throw error;
    }
  }

  get folder(): string {
    return this.copy.folder;
  }

  get composeFile(): string {
    return join(this.folder, 'compose.yaml');
  }

  async override(text: string): Promise<void> {
    await writeFile(join(this.folder, 'compose.override.yaml'), text);
  }

  compose(...words: readonly string[]): Promise<string> {
    return this.docker('compose', ...words);
  }

  docker(...words: readonly string[]): Promise<string> {
    return run('docker', words, { cwd: this.folder, env: this.environment });
  }

  /** Runs our program on the stack and returns what it printed. Throws if it fails. */
  program(...words: readonly string[]): Promise<string> {
    return run(process.execPath, [...PROGRAM, ...words, this.folder], { env: this.environment });
  }

  /** Runs our program on the stack, whatever the end is. */
  tryProgram(...words: readonly string[]): Promise<RunResult> {
    return tryRun(process.execPath, [...PROGRAM, ...words, this.folder], { env: this.environment });
  }

  /** Kills our program, as nothing can be killed that cleans up, at a line of its stderr. Returns all of the lines. */
  async killProgram(
    isReached: (line: string) => boolean,
    ...words: readonly string[]
  ): Promise<readonly string[]> {
    const program = spawn(process.execPath, [...PROGRAM, ...words, this.folder], {
      env: this.environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(program, 'exit');
    const lines: string[] = [];
    for await (const line of createInterface({ input: program.stderr })) {
      lines.push(line);
      if (isReached(line)) program.kill('SIGKILL');
    }
    await ended;
    return lines;
  }

  clickHouse(query: string): Promise<string> {
    return this.compose('exec', '--no-TTY', 'clickhouse', 'clickhouse-client', '--query', query);
  }

  async remove(): Promise<void> {
    await removeProject(this.project, this.environment);
    await this.copy.remove();
  }
}
