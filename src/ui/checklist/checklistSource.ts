import { homedir } from 'node:os';
import { readComposeVersion, readEngineVersion, readPorts } from '../../adapters/checklistFacts';
import type { LoadedStack } from '../../adapters/stackFiles';
import { checklist } from '../../core/checklist/checklist';
import type { ChecklistItem, PortFact } from '../../core/checklist/checklist';
import { secretsStatus } from '../../core/checklist/secretsStatus';
import { foldServices } from '../../core/stack/serviceState';
import { UserError } from '../../core/userError';
import type { LiveStack } from '../liveStack';
import type { ProbeResults } from '../probeResults';
import type { StackTools } from '../stackCommands';

const THIS_MACHINE = new Set(['127.0.0.1', 'localhost', '::1']);

/** Looks at everything that the checklist is about. Nothing is remembered: an item is as true as its last look. */
export class ChecklistSource {
  constructor(
    private readonly tools: Pick<StackTools, 'stacks' | 'engine' | 'engineHost'>,
    private readonly live: Pick<LiveStack, 'containersOf'>,
    private readonly probes: Pick<ProbeResults, 'latest'>,
  ) {}

  async look(signal: AbortSignal): Promise<readonly ChecklistItem[]> {
    const stack = await this.tools.stacks.loadActive().catch(unlessExpected);
    const [engine, compose, ports] = await Promise.all([
      readEngineVersion(this.tools.engine, signal),
      readComposeVersion({ folder: stack?.folder ?? homedir(), environment: process.env, signal }),
      stack && this.portsOf(stack, signal).catch(unlessExpected),
    ]);
    const containers = stack && this.live.containersOf(stack.folder);
    const { latest } = this.probes;
    return checklist({
      engine,
      compose,
      secrets: stack && secretsStatus(stack.project, stack.texts.get('.env')),
      ports,
      rows: stack && containers && foldServices(stack.project, containers),
      probe: latest?.projectName === stack?.project.name ? latest : undefined,
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
