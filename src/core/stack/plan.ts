import type { Container } from './container';
import type { Layer, ProbeResult } from '../probe/probe';
import type { Objections } from './objections';
import type { PlannedEdit } from './plannedEdit';

/** What will be done to a stack, decided before anything is touched. Plain data: it can be shown, printed and compared. */
export interface Plan {
  readonly operation: Operation;
  /** The compose project's name. */
  readonly project: string;
  /** A sentence without its full stop, such as `Stop ai-gateway and remove its containers`. */
  readonly title: string;
  /** What happens to which containers; empty where that could not be seen. */
  readonly changes: readonly Change[];
  readonly steps: readonly Step[];
  /** Data that cannot be had back afterwards. */
  readonly lost: readonly Loss[];
  /** Data that goes as well, after a copy of it was made. */
  readonly saved?: readonly Loss[];
  /** Commands for a POSIX shell in the stack's folder that bring the copy back; FILE stands for its name. */
  readonly restore?: readonly string[];
  /** What stays, one sentence each. */
  readonly survives: readonly string[];
  /** What speaks against it without forbidding it, one or two sentences each. */
  readonly warnings: readonly string[];
  /** What the check of the files finds, where the plan applies them; undefined where it finds nothing. */
  readonly objections?: Objections;
  /** Why the plan must not run, each with what to do instead. A plan with refusals is only shown. */
  readonly refusals: readonly string[];
  /** What the operator must type first; undefined when nothing is deleted. */
  readonly confirmation: string | undefined;
}

export type Operation =
  'upgrade' | 'sign-up' | 'up' | 'down' | 'reset' | 'recreate' | 'start' | 'stop' | 'pull';

export interface Change {
  readonly service: string;
  /** A container that is recreated is stopped and replaced by another; what it wrote outside of volumes is gone. */
  readonly what: 'create' | 'start' | 'recreate' | 'stop' | 'remove';
  /** In half a sentence. */
  readonly why: string;
}

export interface Loss {
  /** What it is to the operator, such as `Traces, observations and scores`. */
  readonly what: string;
  /** The volume's name on the engine; undefined when it has none. */
  readonly volume: string | undefined;
  /** Undefined when the engine did not say. */
  readonly sizeBytes: number | undefined;
  /** What is in it; undefined where nobody counted. */
  readonly rows: RowCounts | undefined;
}

/** How many rows the tables hold that matter to an operator, or half a sentence that says why it is not known. */
export type RowCounts = readonly TableRows[] | { readonly unseen: string };

export interface TableRows {
  readonly table: string;
  /** Copies of a row that are not merged yet count as well. */
  readonly rows: number;
}

export type Step = StepAction & {
  /** An imperative sentence without its full stop. */
  readonly title: string;
  /** Where the stack stands when the plan stops at this step, and how to go on. */
  readonly ifStopped: string;
  /** When it fails or is stopped, the files that an earlier step has edited are put back as they were. */
  readonly undoesEdits?: true;
};

export type StepAction =
  /** `docker compose` with these arguments. */
  | { readonly kind: 'compose'; readonly args: readonly string[] }
  /** Makes the edits, all of them or none. `retry` is what to run again when a file is not what it was. */
  | { readonly kind: 'edit-files'; readonly edits: readonly PlannedEdit[]; readonly retry: string }
  /** Stops the containers of a service; compose's files are not needed. */
  | { readonly kind: 'stop-service'; readonly service: string }
  /** Stops and removes the project's containers and networks by their labels: compose's files are not needed. */
  | { readonly kind: 'remove-project' }
  /** Removes the volume and sees that it is gone. A volume that does not exist is no failure. */
  | { readonly kind: 'remove-volume'; readonly volume: string }
  /** Fails unless the engine has created the volume anew since the plan started. */
  | { readonly kind: 'verify-new-volume'; readonly volume: string }
  /**
   * Copies a folder of a stopped container into a new file below the stack's folder. Fails when the container has other
   * volumes than the ones that are to be copied.
   */
  | {
      readonly kind: 'save-folder';
      readonly service: string;
      readonly folder: string;
      readonly volumes: readonly string[];
      /** About how much it is; undefined when it is not known. */
      readonly sizeBytes: number | undefined;
    }
  | { readonly kind: 'wait-healthy'; readonly services: readonly string[] }
  | { readonly kind: 'probe'; readonly layers: readonly Layer[] };

/** What the engine knows about a volume. */
export interface VolumeFact {
  readonly name: string;
  /** Undefined when the engine was not asked, or cannot tell. */
  readonly sizeBytes: number | undefined;
}

/** Facts about the world that a plan rests on. What is undefined could not be seen. */
export interface PlanFacts {
  /** The newest version of its API that the engine speaks, such as `1.44`. */
  readonly engineApi: string | undefined;
  /** The volumes that exist on the engine, by name. */
  readonly volumes: ReadonlyMap<string, VolumeFact> | undefined;
  /** The project's containers. */
  readonly containers: readonly Container[] | undefined;
  /** Containers of other projects, by the port of the host that they publish and this project wants. */
  readonly takenPorts: ReadonlyMap<number, string>;
  /** Services whose containers migrate a database right now. */
  readonly migrating: readonly string[];
  /** Images of active services that the engine does not have yet, as the files name them. */
  readonly missingImages: ReadonlySet<string>;
  /** What ClickHouse holds. */
  readonly clickHouseRows: RowCounts | undefined;
  /** How the schemas of the databases stand, by the probes of that layer; undefined where they were not asked. */
  readonly schema: readonly ProbeResult[] | undefined;
  /** Who has an account in Langfuse, or one sentence that says why it was not seen; undefined where nobody asked. */
  readonly accounts: { readonly users: number } | { readonly unseen: string } | undefined;
  /** What the check of the files finds. */
  readonly objections: Objections | undefined;
}

export const NO_FACTS: PlanFacts = {
  engineApi: undefined,
  volumes: undefined,
  containers: undefined,
  takenPorts: new Map(),
  migrating: [],
  missingImages: new Set(),
  clickHouseRows: undefined,
  schema: undefined,
  accounts: undefined,
  objections: undefined,
};
