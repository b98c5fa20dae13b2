import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Small files that take seconds. Without durations of an earlier run, Vitest starts the largest
 * files first.
 */
const startedFirst = ["/bin/client/mcp/conformance.test.ts"];

/** Starts test files that take long before all others, so that none runs alone at the end. */
export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFirst = ({ moduleId }: TestSpecification) => startedFirst.some((end) => moduleId.endsWith(end));
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))];
  }
}
