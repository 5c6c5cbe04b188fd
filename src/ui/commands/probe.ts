import * as vscode from 'vscode';
import { systemClock } from '../../adapters/clock';
import { findCulprits } from '../../adapters/culprit';
import { probeStack } from '../../adapters/probes';
import type { Culprit } from '../../core/doctor/culprit';
import { LAYERS } from '../../core/probe/probe';
import type { Outcome, ProbeReport, ProbeResult } from '../../core/probe/probe';
import { headlineOf, probeLine, summaryOf } from '../../core/probe/probeText';
import { commands } from '../ids';
import { showInformation, showWarning } from '../notify';
import type { Offer } from '../notify';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { ServiceRow } from '../serviceItem';
import type { StackTools } from '../stackCommands';

/** Probe: asks every service from outside whether it really works, and names what does not. */
export function registerProbe(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.probe, tools.log, () => probe(tools));
}

async function probe({ stacks, engine, engineHost, probes, log }: StackTools): Promise<void> {
  const { project } = await stacks.loadActive();
  const startedAt = Date.now();
  let report: ProbeReport | undefined;
  let culprits: readonly Culprit[] = [];
  await runWithProgress(`Probing ${project.name}`, async (signal) => {
    const options = { engine, engineHost: await engineHost(), clock: systemClock, layers: LAYERS, signal };
    report = await probeStack(project, options);
    if (report.outcome === 'failed')
      culprits = await findCulprits(project, { engine, clock: systemClock, signal });
  });
  if (report === undefined) return;
  probes.set({ projectName: project.name, report, at: Date.now() });
  for (const result of report.probes) log.info(probeLine(result));
  for (const { text } of culprits) log.info(text);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  announce(report, culprits, seconds, log);
}

function announce(
  report: ProbeReport,
  culprits: readonly Culprit[],
  seconds: string,
  log: vscode.LogOutputChannel,
): void {
  const showAll: Offer = { title: 'Show Probes', run: () => pickProbe(report) };
  const headline = headlineOf(report);
  if (headline === undefined) {
    showInformation(`${summaryOf(report)} in ${seconds} s.`, log, [showAll]);
    return;
  }
  // A probe has asked the service itself; only what lasts is known better.
  const culprit = culprits.find(({ isLasting }) => isLasting);
  if (culprit !== undefined) {
    const logs: Offer = { title: 'Show Logs', run: () => openLogs(culprit) };
    showWarning(culprit.text, log, [showAll, logs]);
    return;
  }
  const alike = report.probes.filter(({ outcome }) => outcome === headline.outcome);
  const count = alike.length;
  // Where all say the same it is about none of the services: the engine itself does not answer.
  if (count > 1 && alike.every(({ evidence }) => evidence === headline.evidence)) {
    showWarning(headline.evidence, log, [showAll]);
    return;
  }
  const more = count === 1 ? '' : ` It is one of ${count} probes that ${WORDS[headline.outcome]}.`;
  const showLogs: Offer = { title: 'Show Logs', run: () => openLogs(headline) };
  const offers = headline.outcome === 'failed' ? [showAll, showLogs] : [showAll];
  showWarning(`${headline.service}: ${headline.evidence}${more}`, log, offers);
}

const WORDS: Readonly<Record<Outcome, string>> = {
  ok: 'passed',
  failed: 'failed',
  'not-checked': 'were not checked',
  'could-not-see': 'could not be seen',
};

const ICONS: Readonly<Record<Outcome, string>> = {
  ok: '$(pass)',
  failed: '$(error)',
  'not-checked': '$(circle-slash)',
  'could-not-see': '$(question)',
};

const ORDER: readonly Outcome[] = ['failed', 'could-not-see', 'not-checked', 'ok'];

/** Every probe with its evidence, the worst first; choosing one opens the logs of its service. */
async function pickProbe(report: ProbeReport): Promise<void> {
  const sorted = report.probes.toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const items = sorted.map((result) => ({
    label: `${ICONS[result.outcome]} ${result.id}`,
    description: result.ms === 0 ? '' : `${result.ms} ms`,
    detail: result.evidence,
    result,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: summaryOf(report),
    placeHolder: 'Choose a probe to see the logs of its service',
    matchOnDetail: true,
  });
  if (picked !== undefined) await openLogs(picked.result);
}

function openLogs({ service }: Pick<ProbeResult, 'service'>): Thenable<unknown> {
  return vscode.commands.executeCommand(commands.showLogs, new ServiceRow(service));
}
