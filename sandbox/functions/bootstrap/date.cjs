'use strict';

/**
 * Gives this process the sandbox's time: `Date`, `Date.now()` and `new Date()` run ahead of (or behind) the real
 * clock by the offset that each invocation sets. What measures (`performance.now`, timers) stays real.
 */
const installDate = () => {
  const RealDate = Date;
  let offsetMs = 0;
  const now = () => RealDate.now() + offsetMs;
  const SandboxDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === SandboxDate ? target : newTarget,
      ),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: SandboxDate,
    writable: true,
    configurable: true,
  });
  globalThis.Date = SandboxDate;
  return {
    /** From now on `Date.now()` starts at this time and runs at the real clock's pace. */
    set: (epochMs) => {
      offsetMs = epochMs - RealDate.now();
    },
  };
};

module.exports = { installDate };
