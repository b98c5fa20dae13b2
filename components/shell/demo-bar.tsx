/** Above every page of the demo. */
export function DemoBar() {
  return (
    <aside
      aria-label="Demo"
      data-demo
      className="border-b border-warning/30 bg-warning-soft px-gutter pt-safe pb-0.5 text-center text-sm"
    >
      <strong className="font-semibold">Demo</strong> · Everything here is made up
    </aside>
  );
}
