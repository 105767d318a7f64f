// The outlines of the countries as one SVG file, for maps that need no script: world.svg out of world-atlas.
//
//   node outlines.mjs FOLDER FILE    FOLDER holds node_modules, FILE is written
//
// Equal Earth (Šavrič, Patterson and Jenny, 2018), turned so that Asia's far east stays whole, 1000 wide, cut at 60° S.
// faces/web/maps.py puts points on it by the same numbers. Each path has the country's ISO alpha-3 code as its id;
// Kosovo has XKX, and what has no code has no id (Northern Cyprus, Siachen, Somaliland, and islands of the Indian Ocean).

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(resolve(folder), "package.json")));
const { geoEqualEarth, geoPath } = await import(pathToFileURL(require.resolve("d3-geo")));
const { feature } = require("topojson-client");
const { presimplify, simplify, sphericalTriangleArea } = require("topojson-simplify");

const WIDTH = 1000, SCALE = 184.7, TURN = -11, TOP = 242.6, HEIGHT = 444;
const LEAST = 6e-6; // steradians: points that stand out by less are left out
const WITHOUT = new Set(["ATA"]); // Antarctica is below the edge

const read = (name) => JSON.parse(readFileSync(join(folder, "node_modules", name), "utf-8"));
const alpha = new Map(read("i18n-iso-countries/codes.json").map(([, three, number]) => [number, three]));
const topology = read("world-atlas/countries-50m.json");
const codeOf = (country) => (country.properties.name === "Kosovo" ? "XKX" : alpha.get(country.id));

const plain = simplify(presimplify(topology, sphericalTriangleArea), LEAST);
const path = geoPath(geoEqualEarth().rotate([TURN, 0]).scale(SCALE).translate([WIDTH / 2, TOP])).digits(1);
const found = new Map(); // Australia and its Ashmore and Cartier Islands share a code, and so one path
for (const country of feature(plain, plain.objects.countries).features) {
  const code = codeOf(country), drawn = path(country);
  if (!WITHOUT.has(code) && drawn) found.set(code ?? country.properties.name, (found.get(code) ?? "") + drawn);
}
const codes = new Set(alpha.values()).add("XKX");
const lines = [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([code, drawn]) =>
  `<path${codes.has(code) ? ` id="${code}"` : ""} d="${drawn}"/>`);
writeFileSync(file, [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="#ddd5c4">`,
  `<g id="world">`, ...lines, `</g>`, `</svg>`, ``,
].join("\n"));
