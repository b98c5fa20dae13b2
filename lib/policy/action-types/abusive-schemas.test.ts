import { describe, expect, test } from "vitest";
import { compileParamsSchema, paramsSchemaFaults } from "./params-schema.ts";
import { prepareCheck } from "./prepare-check.ts";
import { mostOfPolicy, mostOfSchema, schemaSize } from "./schema/schema-size.ts";
import { abusiveShapes, isWithin32KiB, largest } from "./testing/abusive-schemas.ts";
import { compileValidators } from "./validators.ts";

const shapes = Object.entries(abusiveShapes);
type Shape = (typeof shapes)[number][1];
const allowed = new Map<Shape, Record<string, unknown>>();

/** The largest accepted schema of a shape. Finding it takes longer than compiling it. */
function largestAllowed(shape: Shape): Record<string, unknown> {
  const found =
    allowed.get(shape) ?? largest(shape, (one) => isWithin32KiB(one) && schemaSize(one) <= mostOfSchema);
  allowed.set(shape, found);
  return found;
}

/** The processor time that a call takes, on all threads. */
async function millisecondsOf(call: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function compile(schema: Record<string, unknown>): void {
  try {
    compileParamsSchema(schema);
  } catch (error) {
    // Some shapes are refused only here, and that takes time too.
    expect(error).toBeInstanceOf(Error);
  }
}

// The limits are several times what the slowest shape takes on a busy machine.
describe("Invariant 23: a schema costs bounded processor time, whatever its shape", () => {
  test.each(shapes)(
    "the largest one of %s is checked in bounded time, and refused if it is too large",
    async (_, shape) => {
      const schema = largest(shape, isWithin32KiB);
      let faults: unknown[] = [];
      const check = () => {
        faults = paramsSchemaFaults(schema);
      };
      expect(await millisecondsOf(check)).toBeLessThan(3000);
      if (schemaSize(schema) > mostOfSchema)
        expect(faults).toEqual([
          { path: "", message: expect.stringContaining("keywords, names and choices") },
        ]);
    },
  );

  test.each(shapes)("the largest accepted one of %s is compiled in bounded time", async (_, shape) => {
    const schema = largestAllowed(shape);
    expect(await millisecondsOf(() => compile(schema))).toBeLessThan(3000);
  });
});

describe("Invariant 23: a policy costs bounded processor time, however many schemas it has", () => {
  const typesOf = (schemas: Record<string, unknown>[]) =>
    schemas.map((schema, index) => ({ type: `type.t${index}`, schema: { ...schema, title: String(index) } }));
  const repeated = (schema: Record<string, unknown>, count: number) =>
    Array.from({ length: count }, () => schema);
  const selves = abusiveShapes["references to the schema itself"] ?? (() => ({}));

  test.each<[string, Record<string, unknown>[]]>([
    ["all shapes as large as accepted", shapes.map(([, shape]) => largestAllowed(shape))],
    [
      "500 schemas of 4 KiB",
      repeated(
        largest(selves, (one) => JSON.stringify(one).length <= 4096),
        500,
      ),
    ],
    ["schemas with many patterns", repeated(largestAllowed(abusiveShapes["large patterns"] ?? selves), 60)],
  ])("a file of 2 MiB with %s is checked in bounded time, and refused", async (_, schemas) => {
    const catalog = typesOf(schemas);
    let refused = false;
    const check = async () => {
      const prepared = await prepareCheck(catalog);
      refused =
        prepared.tooLarge !== undefined ||
        catalog.some(({ schema }) => prepared.schemaFaults(schema).length > 0);
    };
    expect(await millisecondsOf(check)).toBeLessThan(20_000);
    expect(refused).toBe(true);
  });

  test("a stored version with larger schemas loads in bounded time, and has no validators for them", async () => {
    const one = largest(selves, (schema) => schemaSize(schema) <= mostOfSchema);
    const large = { ...largest(selves, isWithin32KiB) };
    const catalog = typesOf([large, ...repeated(one, 2 * (mostOfPolicy / mostOfSchema))]);
    let compiled: (string | null)[] = [];
    const load = async () => {
      compiled = [...(await compileValidators(catalog))].map(([type, validate]) => validate && type);
    };
    expect(await millisecondsOf(load)).toBeLessThan(20_000);
    expect(compiled[0]).toBeNull();
    expect(compiled.filter((type) => type !== null).length).toBeLessThanOrEqual(mostOfPolicy / mostOfSchema);
    expect(compiled[1]).toBe("type.t1");
  });
});
