import type { Source } from "./sources.ts";

/**
 * Conditions that one file alone may state: a role condition without the status would let a
 * suspended person act, and figures that exclude test agents differently would disagree.
 */
const conditions = [
  {
    what: "a role",
    home: "lib/people/active.ts",
    text: /'(?:admin|approver|auditor)'\s*=\s*any\s*\(/i,
  },
  {
    what: "test agents and test requests",
    home: "lib/test-agents/conditions.ts",
    text: /\bnot\s+(?:\w+\.)?is_test\b|\bwhere\s+(?:\w+\.)?is_test\b|\bnot\(\w+\.isTest\)|\bedge\s*(?:=|<>|is)\s.{0,20}'test'/i,
  },
];

export function findConditionBreaches(sources: Source[]): string[] {
  return sources
    .filter(({ file, isTest }) => /^(app|lib)\//.test(file) && !isTest)
    .flatMap(({ file, text }) =>
      conditions
        .filter((condition) => file !== condition.home && condition.text.test(text))
        .map(({ what, home }) => `${file}: take the condition on ${what} from ${home}`),
    );
}
