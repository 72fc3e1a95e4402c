// Type-checks each dashboard as if it were TypeScript: its JSON is assigned to the type in dashboard.ts, in memory.
// node check.mjs [FILE…]; without files, every dashboard. Exit code 1 where one does not fit, with file and line.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(here, '..', 'grafana', 'dashboards');
const files = process.argv.length > 2
  ? process.argv.slice(2).map((file) => path.resolve(file))
  : readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => path.join(folder, name));

// A name beside dashboard.ts for each dashboard; its text begins on the JSON's own first line, so that lines agree.
const sources = new Map(files.map((file, index) => [path.join(here, `dashboard-${index}.ts`), file]));
const prefix = "import type { Dashboard } from './dashboard'; export const dashboard: Dashboard = ";

const config = ts.getParsedCommandLineOfConfigFile(path.join(here, 'tsconfig.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => { throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n')); } });
const host = ts.createCompilerHost(config.options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => sources.has(path.normalize(name)) || fileExists.call(host, name);
host.readFile = (name) => (sources.has(path.normalize(name)) ? prefix + readFileSync(sources.get(path.normalize(name)), 'utf8') : readFile.call(host, name));
host.getSourceFile = (name, ...rest) => (sources.has(path.normalize(name)) ? ts.createSourceFile(name, host.readFile(name), ts.ScriptTarget.ES2022, true) : getSourceFile.call(host, name, ...rest));

const program = ts.createProgram([...config.fileNames, ...sources.keys()], config.options, host);
const problems = ts.getPreEmitDiagnostics(program);
for (const problem of problems) {
  const file = problem.file && (sources.get(path.normalize(problem.file.fileName)) ?? problem.file.fileName);
  const line = problem.file && problem.file.getLineAndCharacterOfPosition(problem.start).line + 1;
  console.error(`${file ? `${path.basename(file)}:${line}: ` : ''}${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`);
}

if (problems.length === 0) {
  console.log(`${files.length} dashboards fit @grafana/schema.`);
}

process.exitCode = problems.length === 0 ? 0 : 1;
