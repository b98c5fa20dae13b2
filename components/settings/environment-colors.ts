import type { Environment } from "#lib/workspace/environment";

export const environmentColorLabels: Record<Environment["color"], string> = {
  red: "Red",
  amber: "Amber",
  green: "Green",
  blue: "Blue",
};
