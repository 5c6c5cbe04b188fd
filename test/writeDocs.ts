// npm run docs: writes the pages that are made from the code. A unit test says when they are stale.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderRulesPage } from '../src/core/rules/page';

writeFileSync(join(resolve(__dirname, '..'), 'docs', 'rules.md'), renderRulesPage());
