import { join } from 'node:path';
import { compileCacheFolder, runCompiled } from './cli/compileCache';

// All commands are one large file. Compiling it takes about as long as checking a stack, so that is done once.
runCompiled(join(__dirname, 'cliMain.js'), compileCacheFolder(process.argv.slice(2), process.env));
