'use strict';

/**
 * Gives this process the sandbox's time: `Date`, `Date.now()` and `new Date()` start at what each invocation sets, and
 * run on at the real clock's pace. Where `standsStill`, they do not: virtual time stands still while a function runs,
 * and what a function writes down is then the same in each run. What measures (`performance.now`, timers) stays real.
 */
const installDate = ({ standsStill }) => {
  const RealDate = Date;
  let startMs = RealDate.now();
  let setAtMs = startMs;
  const now = () => (standsStill ? startMs : startMs + (RealDate.now() - setAtMs));
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
    /** What `Date.now()` says from now on. */
    set: (epochMs) => {
      startMs = epochMs;
      setAtMs = RealDate.now();
    },
  };
};

module.exports = { installDate };
