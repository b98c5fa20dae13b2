import { cn } from "#components/ui/cn.ts";
import type { Environment } from "#lib/workspace/environment";

const looks: Record<Environment["color"], string> = {
  red: "bg-danger-soft text-danger",
  amber: "bg-warning-soft text-warning",
  green: "bg-success-soft text-success",
  blue: "bg-info-soft text-info",
};

/** Above all pages, and in view while they scroll (--environment-bar in globals.css). */
export function EnvironmentBar(props: { isDemo: boolean; environment: Environment | undefined }) {
  const { isDemo, environment } = props;
  if (!isDemo && !environment) return null;
  return (
    <aside
      aria-label={environment ? "Environment" : "Demo"}
      data-environment-bar
      className={cn(
        "sticky top-0 z-20 min-h-6 border-b px-gutter pt-safe text-center text-sm short:static print:static",
        environment ? looks[environment.color] : "bg-warning-soft",
      )}
    >
      {environment ? <bdi className="font-semibold">{environment.label}</bdi> : null}
      {isDemo ? (
        <>
          {environment ? " · " : null}
          <strong className="font-semibold">Demo</strong> · Made up, and erased at the next start
        </>
      ) : null}
    </aside>
  );
}
