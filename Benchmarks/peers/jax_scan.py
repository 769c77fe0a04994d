"""JAX without a framework: the input products of all steps as one matrix product, then a scan.

Adam is written out, so that one jitted function with donated buffers is the whole step.
"""

import workloads

workload, options = workloads.arguments(__doc__)

import jax  # noqa: E402  (after the cores are set)
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402


def uniform(random, fan_in, shape):
    bound = fan_in**-0.5
    return random.uniform(-bound, bound, shape).astype(np.float32)


def initial_parameters():
    random, width, parameters = np.random.default_rng(1), workload.features, []
    for size in workload.hidden:
        parameters.append(
            {
                "input": uniform(random, size, (width, 4 * size)),
                "hidden": uniform(random, size, (size, 4 * size)),
                "bias": np.zeros(4 * size, np.float32),
            }
        )
        width = size
    for units in workload.dense:
        weight, bias = uniform(random, width, (width, units)), np.zeros(units, np.float32)
        parameters.append({"weight": weight, "bias": bias})
        width = units
    return parameters


def lstm(p, x):
    """[T, B, F] -> [T, B, H]."""
    size = p["hidden"].shape[0]
    zero = jnp.zeros((x.shape[1], size), x.dtype)

    def advance(state, projected):
        h, c = state
        i, f, g, o = jnp.split(projected + h @ p["hidden"], 4, axis=1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    return jax.lax.scan(advance, (zero, zero), x @ p["input"] + p["bias"])[1]


def dropped(key, x):
    keep = 1 - workload.dropout
    return x * jax.random.bernoulli(key, keep, x.shape) / keep if workload.dropout else x


def loss_of(parameters, key, x, y):
    keys = jax.random.split(key, len(workload.hidden))
    x = jnp.swapaxes(x, 0, 1)
    for position in range(len(workload.hidden)):
        x = lstm(parameters[position], x)
        if position == len(workload.hidden) - 1:
            x = x[-1]
        x = dropped(keys[position], x)
    for position, p in enumerate(parameters[len(workload.hidden) :]):
        x = jax.nn.relu(x) if position else x
        x = x @ p["weight"] + p["bias"]
    return ((x - y) ** 2).mean()


def train(state, x, y):
    parameters, m, v, key, count = state
    key, used = jax.random.split(key)
    loss, gradients = jax.value_and_grad(loss_of)(parameters, used, x, y)
    count = count + 1
    rate = 0.01 * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, gradients)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, gradients)
    parameters = jax.tree.map(
        lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7), parameters, m, v
    )
    return loss, (parameters, m, v, key, count)


compiled = jax.jit(train, donate_argnums=0)
parameters = jax.device_put(initial_parameters())
state = (
    parameters,
    jax.tree.map(jnp.zeros_like, parameters),
    jax.tree.map(jnp.zeros_like, parameters),
    # The default counter-based generator is slow on a CPU: use the bits of the hardware's kind.
    jax.random.key(1, impl="unsafe_rbg"),
    jnp.float32(0),
)
data = [jax.device_put(batch) for batch in workloads.batches(workload)]


def step(index):
    global state
    loss, state = compiled(state, *data[index])
    return float(loss)


workloads.measure(workload, options, step, len(data))
