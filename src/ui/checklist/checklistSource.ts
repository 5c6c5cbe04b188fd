import { homedir } from 'node:os';
import { readComposeVersion, readEngineVersion, readPorts } from '../../adapters/checklistFacts';
import { systemClock } from '../../adapters/clock';
import { OwnerReader } from '../../adapters/ownerReader';
import type { LoadedStack } from '../../adapters/stackFiles';
import { checklist } from '../../core/checklist/checklist';
import type { PortFact } from '../../core/checklist/checklist';
import type { ChecklistItem } from '../../core/checklist/item';
import { secretsStatus } from '../../core/checklist/secretsStatus';
import { signUpStatus } from '../../core/stack/signUp';
import { UserError } from '../../core/userError';
import type { LiveStack } from '../liveStack';
import type { StackTools } from '../stackCommands';

const THIS_MACHINE = new Set(['127.0.0.1', 'localhost', '::1']);

/** Looks at everything that the checklist is about: an item is as true as its last look. */
export class ChecklistSource {
  private readonly owners: OwnerReader;

  constructor(
    private readonly tools: Pick<StackTools, 'stacks' | 'engine' | 'engineHost' | 'probes'>,
    private readonly live: Pick<LiveStack, 'containersOf' | 'rowsOf'>,
  ) {
    this.owners = new OwnerReader(tools.engine, systemClock);
  }

  /** Whoever looks next wants to know what is true now, also of what is not asked at every look. */
  forget(): void {
    this.owners.forget();
  }

  async look(signal: AbortSignal): Promise<readonly ChecklistItem[]> {
    const stack = await this.tools.stacks.loadActive().catch(unlessExpected);
    const containers = stack && this.live.containersOf(stack.folder);
    const [engine, compose, ports, owner] = await Promise.all([
      readEngineVersion(this.tools.engine, signal),
      readComposeVersion({ folder: stack?.folder ?? homedir(), environment: process.env, signal }),
      stack && this.portsOf(stack, signal).catch(unlessExpected),
      stack && containers && this.owners.read(stack.project, containers, signal),
    ]);
    const { latest } = this.tools.probes;
    return checklist({
      engine,
      compose,
      secrets: stack && secretsStatus(stack.project, stack.texts.get('.env')),
      ports,
      rows: stack && this.live.rowsOf(stack),
      probe: latest?.projectName === stack?.project.name ? latest : undefined,
      owner,
      signUp: stack && containers && signUpStatus(stack.project, containers),
    });
  }

  private async portsOf({ project }: LoadedStack, signal: AbortSignal): Promise<readonly PortFact[]> {
    const isLocal = THIS_MACHINE.has(await this.tools.engineHost());
    return readPorts(project, this.tools.engine, isLocal, signal);
  }
}

/** There is no stack, or no engine to ask: another item says so. */
function unlessExpected(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}
