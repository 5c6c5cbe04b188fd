import { embeddedObstacle } from '../clickhouse/embedded';
import { installClickHouse } from '../clickhouse/install';
import { installLane } from '../host/lanes';
import { stopWithThisProcess } from '../host/processGroup';
import { ensurePrograms } from '../host/systemPackages';
import { packageExtension } from '../host/vsix';
import { composeEnvironment } from '../stack/composePlugin';
import type { Engine } from '../stack/engine';
import { acquireEngine, acquireOldestEngine, acquireSecondEngine } from '../stack/engine';
import { engineObstacle } from '../stack/engineInstall';
import type { ImageSource } from '../stack/images';
import { ensureImages } from '../stack/images';

/**
 * What a suite may need: the extension as it is shipped, the VS Code servers of both lanes with a browser, the embedded ClickHouse, the
 * Compose plugin, or a Docker Engine that has the images of the sample stack, be it any, another one beside that, or the
 * oldest that is supported.
 */
export type Need =
  'package' | 'vscode' | 'clickhouse' | 'compose' | 'engine' | 'second-engine' | 'oldest-engine';

/** Makes what suites need while other suites run. Each need is made once. */
export class Preparations {
  private package: Promise<string> | undefined;
  private vscode: Promise<void> | undefined;
  private clickhouse: Promise<string> | undefined;
  private engine: Promise<Engine> | undefined;
  private secondEngine: Promise<Engine> | undefined;
  private oldestEngine: Promise<Engine> | undefined;

  constructor(private readonly images: ImageSource) {}

  /** Starts making it, unless that has begun. Its failure is for whoever waits for it. */
  begin(need: Need): void {
    this.ready(need).catch(() => undefined);
  }

  /** Resolves with what it adds to the environment of programs. Rejects with a sentence that says what is missing. */
  async ready(need: Need): Promise<NodeJS.ProcessEnv> {
    switch (need) {
      case 'package':
        await (this.package ??= packageExtension());
        return {};
      case 'vscode':
        await (this.vscode ??= prepareVsCode());
        return {};
      case 'clickhouse':
        await (this.clickhouse ??= prepareClickHouse());
        return {};
      case 'compose':
        // Both come from one folder, which one of them makes.
        await this.engine?.catch(() => undefined);
        return composeEnvironment();
      case 'engine':
        return { ...(await this.startEngine()).environment, LANGFUSE_STACK_IMAGES: this.images };
      case 'second-engine':
        return { ...(await this.startSecondEngine()).environment, LANGFUSE_STACK_IMAGES: this.images };
      case 'oldest-engine':
        await this.startOldestEngine();
        // The suite asks for it by name: the environment leads to the other one.
        return { LANGFUSE_STACK_IMAGES: this.images };
    }
  }

  /** Takes back what was started. */
  async stop(): Promise<void> {
    const engines = [this.oldestEngine, this.secondEngine, this.engine];
    this.oldestEngine = this.secondEngine = this.engine = undefined;
    // An engine that could not be started has nothing to stop; whoever waited for it was told why.
    for (const engine of engines) await (await engine?.catch(() => undefined))?.stop();
  }

  private startEngine(): Promise<Engine> {
    if (this.engine === undefined) {
      stopWithThisProcess(() => this.stop());
      this.engine = prepareEngine(this.images, acquireEngine);
    }
    return this.engine;
  }

  private startSecondEngine(): Promise<Engine> {
    if (this.secondEngine === undefined) {
      stopWithThisProcess(() => this.stop());
      this.secondEngine = this.afterFirst(acquireSecondEngine);
    }
    return this.secondEngine;
  }

  private startOldestEngine(): Promise<Engine> {
    if (this.oldestEngine === undefined) {
      stopWithThisProcess(() => this.stop());
      const obstacle = engineObstacle();
      if (obstacle !== undefined)
        return Promise.reject(
          new Error(`The oldest engine cannot be made here: leave it out by --without oldest. ${obstacle}`),
        );
      this.oldestEngine = this.afterFirst(acquireOldestEngine);
    }
    return this.oldestEngine;
  }

  /** What the images are made of is then there already. */
  private async afterFirst(acquire: () => Promise<Engine>): Promise<Engine> {
    await this.engine?.catch(() => undefined);
    return prepareEngine(this.images, acquire);
  }
}

async function prepareVsCode(): Promise<void> {
  await ensurePrograms('chromium', 'ripgrep', 'python', 'make', 'compiler');
  // One after the other: each keeps both cores busy.
  await installLane('floor');
  await installLane('latest');
}

async function prepareClickHouse(): Promise<string> {
  const obstacle = embeddedObstacle();
  if (obstacle !== undefined) throw new Error(obstacle);
  return installClickHouse();
}

async function prepareEngine(source: ImageSource, acquire: () => Promise<Engine>): Promise<Engine> {
  const engine = await acquire();
  try {
    await ensureImages({ source, environment: engine.environment, log: () => undefined });
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
