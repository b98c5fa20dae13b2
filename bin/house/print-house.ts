import { measureHouse } from "./figures.ts";

// Prints the weight of the repository: npm run house.
for (const { name, value, most } of measureHouse()) {
  const asked = most === undefined ? "" : `  at most ${most.toLocaleString("en")}`;
  const mark = most !== undefined && value > most ? "over" : "";
  console.log(
    `${value.toLocaleString("en").padStart(9)}  ${name.padEnd(38)}${asked.padEnd(18)}${mark}`.trimEnd(),
  );
}
