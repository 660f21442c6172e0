// Reads the Arrow file of the format check with Apache Arrow's JavaScript library and compares it with the CSV of the same rows: columns
// `visit`, `seen` and `wake` are a date, a date-time and a time.
//
// Usage: npm install apache-arrow; node format_readers.mjs ROWS.arrow ROWS.csv
import { tableFromIPC } from 'apache-arrow';
import { readFileSync } from 'fs';

const table = tableFromIPC(readFileSync(process.argv[2]));
const lines = readFileSync(process.argv[3], 'utf8').trimEnd().split('\n').slice(1).map(line => line.split(','));
const pad = number => String(Math.floor(number)).padStart(2, '0');
const text = (name, value) => value === null ? ''
  : name === 'visit' ? new Date(Number(value)).toISOString().slice(0, 10)
  : name === 'seen' ? new Date(Number(value)).toISOString().slice(0, 19)
  : name === 'wake' ? `${pad(value / 3600)}:${pad(value / 60 % 60)}` : String(value);

let wrong = lines.length === table.numRows ? 0 : 1;
table.toArray().forEach((row, i) => table.schema.fields.forEach((field, j) => {
  wrong += text(field.name, row[field.name]) === lines[i][j].replace(/^"|"$/g, '') ? 0 : 1;
}));
console.log(`${table.schema.fields.map(field => `${field.name}: ${field.type}`).join(', ')}; rows ${table.numRows}, wrong ${wrong}`);
process.exit(wrong === 0 ? 0 : 1);
