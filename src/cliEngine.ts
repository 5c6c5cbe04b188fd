// A bundle of its own: what only reads files should not load what talks to Docker and ClickHouse.
export { planCommand } from './cli/plan';
export { doctorCommand } from './cli/doctor';
export { probeCommand } from './cli/probe';
export { secretsCommand } from './cli/secrets';
