// Joins the named Tabler outline icons and our two marks of proof into one sprite: node sprite.mjs FOLDER NAMES > icons.svg
import { readFileSync } from 'node:fs'

const [folder, names] = process.argv.slice(2)
const shield = '<path d="M12 2.2l8.2 3v6.3c0 5.1-3.5 8.8-8.2 10.3-4.7-1.5-8.2-5.2-8.2-10.3v-6.300z" fill="currentColor" stroke="none"/>'
const ours = {
  verified: `${shield}<path d="M8.2 12.1l2.7 2.7 5-5.3" stroke="var(--surface)" stroke-width="2.3"/>`,
  broken: `${shield}<path d="M9.3 9.3l5.4 5.4m0-5.4l-5.4 5.4" stroke="var(--surface)" stroke-width="2.3"/>`,
}
const tabler = Object.fromEntries(readFileSync(names, 'utf8').split(/\s+/).filter(Boolean)
  .map(name => [name, readFileSync(`${folder}/${name}.svg`, 'utf8').match(/<(?:path|circle|line|rect)[^>]*>/g).join('')]))

console.log('<svg xmlns="http://www.w3.org/2000/svg">')
for (const [name, paths] of Object.entries({ ...tabler, ...ours }).sort(([a], [b]) => a < b ? -1 : 1))
  console.log(`<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`)
console.log('</svg>')
