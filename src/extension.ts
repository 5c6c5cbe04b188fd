import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import { ComposeCli } from './adapters/composeCli';
import { DockerEngine } from './adapters/docker';
import { engineHost, isRemoteEngine } from './adapters/engineHost';
import { operationsOn } from './adapters/operations';
import { registerCopyConnectionString } from './ui/commands/copyConnectionString';
import { registerChecklist } from './ui/checklist/registerChecklist';
import { registerCreateSecrets } from './ui/commands/createSecrets';
import { registerDown } from './ui/commands/down';
import { registerNewQueryNotebook } from './ui/commands/newQueryNotebook';
import { registerOpenPort } from './ui/commands/openPort';
import { registerOpenDatabaseShell, registerOpenShell } from './ui/commands/openShell';
import { registerOpenSignUp, registerOpenWebUi } from './ui/commands/openWebUi';
import { registerDoctor } from './ui/doctor/registerDoctor';
import { registerProbe } from './ui/commands/probe';
import { registerPullImages } from './ui/commands/pullImages';
import { registerRecreateService } from './ui/commands/recreateService';
import { registerResetClickHouse } from './ui/commands/resetClickHouse';
import { registerRestartService } from './ui/commands/restartService';
import { registerScaffoldStack } from './ui/commands/scaffoldStack';
import { registerSelectStack } from './ui/commands/selectStack';
import { registerSetSignUp } from './ui/commands/setSignUp';
import { registerShowLogs } from './ui/commands/showLogs';
import { registerShowOutput } from './ui/commands/showOutput';
import { registerStartService } from './ui/commands/startService';
import { registerStopService } from './ui/commands/stopService';
import { registerUp } from './ui/commands/up';
import { registerUpgrade } from './ui/commands/upgrade';
import { registerDiagnostics } from './ui/registerDiagnostics';
import { EngineFactsSource } from './ui/engineFactsSource';
import { LiveStack } from './ui/liveStack';
import { createLog } from './ui/log';
import { registerLanguageFeatures } from './ui/language/registerLanguageFeatures';
import { registerNotebook } from './ui/notebook/registerNotebook';
import { PlanView } from './ui/planView';
import { ProbeResults } from './ui/probeResults';
import { RulesPage } from './ui/rulesPage';
import { registerServiceLenses } from './ui/serviceLenses';
import { registerServiceTree } from './ui/serviceTree';
import { registerStackStatusBar } from './ui/stackStatusBar';
import { StackModels } from './ui/stackModels';
import { Stacks } from './ui/stacks';

/** Builds the parts and registers them. Nothing is awaited and nothing heavy is loaded here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const stacks = new Stacks(context.workspaceState);
  const models = new StackModels(stacks);
  const sources = { environment: process.env, homeFolder: homedir(), platform: process.platform };
  const engine = new DockerEngine(sources);
  const compose = new ComposeCli({ environment: process.env, engine });
  const live = new LiveStack(stacks, engine, log);
  const engineFacts = new EngineFactsSource(live, engine, log);
  const plans = new PlanView();
  const probes = new ProbeResults();
  const operations = operationsOn(sources, 'window', () => live.catchUp());
  const rulesPage = new RulesPage(context.extensionUri);
  const tools = {
    stacks,
    engine,
    compose,
    engineHost: () => engineHost(sources),
    operations,
    probes,
    plans,
    log,
  };
  context.subscriptions.push(
    log,
    stacks,
    models,
    live,
    engineFacts,
    plans,
    probes,
    registerServiceTree(live, engine, log),
    registerChecklist(tools, live),
    registerStackStatusBar(live),
    registerServiceLenses(models, live),
    registerScaffoldStack(context.extensionUri, stacks, log),
    registerSelectStack(tools),
    registerCreateSecrets(tools),
    registerUp(tools),
    registerDown(tools),
    registerResetClickHouse(tools),
    registerProbe(tools),
    registerDoctor(tools),
    registerRestartService(tools),
    registerRecreateService(tools),
    registerStartService(tools),
    registerStopService(tools),
    registerPullImages(tools),
    registerUpgrade(tools),
    registerShowLogs(tools),
    registerOpenShell(tools),
    registerOpenDatabaseShell(tools),
    registerCopyConnectionString(tools),
    registerOpenWebUi(tools),
    registerOpenSignUp(tools),
    registerSetSignUp(tools),
    registerOpenPort(tools),
    registerDiagnostics(rulesPage, stacks, models, engineFacts, log),
    registerLanguageFeatures(models, rulesPage),
    registerNotebook(stacks, { engine, isRemote: () => isRemoteEngine(sources) }, log),
    registerNewQueryNotebook(stacks, log),
    registerShowOutput(log),
  );
}
