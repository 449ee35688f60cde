/**
 * The activations: a = f(z) and da/dz, of four numbers at once. Each is a class without objects, so that a loop over it is
 * compiled for it alone.
 */
import { entry, exponential, exponentialMinusOne, logarithmOnePlus, logistic, multiplyAdd } from './mathematics';
import { geluSlope, halfErrorFunction, hyperbolicTangent } from './rational';
import { sine } from './sine';

// @ts-ignore: decorator
@unmanaged
export abstract class Curve {
  abstract value(z: v128): v128;
  /** From z or from a = f(z), whichever is cheaper. */
  abstract slope(z: v128, a: v128): v128;
}

// @ts-ignore: decorator
@inline
function choose(isFirst: v128, first: v128, second: v128): v128 {
  return v128.bitselect(first, second, isFirst);
}

// @ts-ignore: decorator
@inline
function isPositive(z: v128): v128 {
  return f32x4.gt(z, f32x4.splat(0));
}

// @ts-ignore: decorator
@unmanaged @final
export class Linear extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return f32x4.splat(1);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Relu extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return f32x4.pmax(z, f32x4.splat(0)); // NaN stays
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return v128.and(isPositive(z), f32x4.splat(1));
  }
}

const LEAK: f32 = 0.01;

// @ts-ignore: decorator
@unmanaged @final
export class LeakyRelu extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return choose(isPositive(z), z, f32x4.mul(z, f32x4.splat(LEAK)));
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return choose(isPositive(z), f32x4.splat(1), f32x4.splat(LEAK));
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Elu extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return choose(isPositive(z), z, exponentialMinusOne(z));
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    const one = f32x4.splat(1);
    return choose(isPositive(z), one, f32x4.add(a, one));
  }
}

const SELU_SCALE: f32 = 1.0507009873554805;
/** Times α = 1.6732632423543772. */
const SELU_BELOW: f32 = 1.7580993408473766;

// @ts-ignore: decorator
@unmanaged @final
export class Selu extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    const below = f32x4.mul(f32x4.splat(SELU_BELOW), exponentialMinusOne(z));
    return choose(isPositive(z), f32x4.mul(f32x4.splat(SELU_SCALE), z), below);
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return choose(isPositive(z), f32x4.splat(SELU_SCALE), f32x4.add(a, f32x4.splat(SELU_BELOW)));
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Sigmoid extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return logistic(z);
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return f32x4.mul(a, f32x4.sub(f32x4.splat(1), a));
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Tanh extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return hyperbolicTangent(z);
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return f32x4.sub(f32x4.splat(1), f32x4.mul(a, a));
  }
}

/** max(z, 0) + ln(1 + e^-|z|) */
// @ts-ignore: decorator
@unmanaged @final
export class Softplus extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    const below = exponential(f32x4.neg(f32x4.abs(z)));
    return f32x4.add(f32x4.pmax(z, f32x4.splat(0)), logarithmOnePlus(below));
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return logistic(z);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Silu extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return f32x4.mul(z, logistic(z));
  }

  /** σ + z σ (1 - σ), where 1 - σ = e^-z σ, which loses no digits. */
  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    const one = f32x4.splat(1), e = exponential(f32x4.neg(z));
    const s = f32x4.div(one, f32x4.add(one, e));
    return multiplyAdd(f32x4.mul(z, s), f32x4.mul(e, s), s);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Gelu extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return multiplyAdd(z, halfErrorFunction(z), f32x4.mul(z, f32x4.splat(0.5)));
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return geluSlope(z);
  }
}

/** √(8/π), 0.044715 once and three times, and limits beyond which the slope is 0 or 1. */
const GELU_TANH = memory.data<f32>([1.5957691216057308, 0.044715, 0.134145, -10, 10]);

/** √(8/π) (z + 0.044715 z³): half of 1 + tanh of half of it is the logistic function of it. */
// @ts-ignore: decorator
@inline
function geluArgument(z: v128, square: v128): v128 {
  const inner = multiplyAdd(square, entry(GELU_TANH, 1), f32x4.splat(1));
  return f32x4.mul(f32x4.mul(z, entry(GELU_TANH, 0)), inner);
}

// @ts-ignore: decorator
@unmanaged @final
export class GeluTanh extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return f32x4.mul(z, logistic(geluArgument(z, f32x4.mul(z, z))));
  }

  /** σ + z σ (1 - σ) times the slope of the argument, as for SiLU. */
  // @ts-ignore: decorator
  @inline
  slope(given: v128, a: v128): v128 {
    const z = f32x4.pmin(f32x4.pmax(given, entry(GELU_TANH, 3)), entry(GELU_TANH, 4));
    const square = f32x4.mul(z, z), one = f32x4.splat(1);
    const e = exponential(f32x4.neg(geluArgument(z, square)));
    const s = f32x4.div(one, f32x4.add(one, e));
    const outer = f32x4.mul(entry(GELU_TANH, 0), multiplyAdd(square, entry(GELU_TANH, 2), one));
    return multiplyAdd(f32x4.mul(f32x4.mul(z, s), f32x4.mul(e, s)), outer, s);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class Sine extends Curve {
  // @ts-ignore: decorator
  @inline
  value(z: v128): v128 {
    return sine(z, 0);
  }

  // @ts-ignore: decorator
  @inline
  slope(z: v128, a: v128): v128 {
    return sine(z, 1);
  }
}
