/** Above the demo's pages, and in view while they scroll (--demo-bar in globals.css). */
export function DemoBar() {
  return (
    <aside
      aria-label="Demo"
      data-demo
      className="sticky top-0 z-20 min-h-6 border-b bg-warning-soft px-gutter pt-safe text-center text-sm short:static print:static"
    >
      <strong className="font-semibold">Demo</strong> · Made up, and erased at the next start
    </aside>
  );
}
