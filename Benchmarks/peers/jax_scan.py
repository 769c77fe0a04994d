"""JAX without a framework: two scans an LSTM and Adam written out, all in one jitted function.

Inputs and state are joined, so that a step is one matrix product, and the weight gradient is one
product over all steps after the scan that goes back: left to itself, JAX adds to it at every step.
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
                "weight": uniform(random, size, (width + size, 4 * size)),
                "bias": np.zeros(4 * size, np.float32),
            }
        )
        width = size
    for units in workload.dense:
        weight, bias = uniform(random, width, (width, units)), np.zeros(units, np.float32)
        parameters.append({"weight": weight, "bias": bias})
        width = units
    return parameters


def gates_of(z):
    i, f, g, o = jnp.split(z, 4, axis=1)
    return jax.nn.sigmoid(i), jax.nn.sigmoid(f), jnp.tanh(g), jax.nn.sigmoid(o)


def forward(p, x):
    zero = jnp.zeros((x.shape[1], p["weight"].shape[1] // 4), x.dtype)

    def advance(state, row):
        h, c = state
        joined = jnp.concatenate([row, h], 1)
        i, f, g, o = gates_of(joined @ p["weight"] + p["bias"])
        new_c = f * c + i * g
        t = jnp.tanh(new_c)
        h = o * t
        return (h, new_c), (h, joined, c, t, i, f, g, o)

    return jax.lax.scan(advance, (zero, zero), x)[1]


@jax.custom_vjp
def lstm(p, x):
    """[T, B, F] -> [T, B, H]."""
    return forward(p, x)[0]


def lstm_forward(p, x):
    h, *kept = forward(p, x)
    return h, (p, kept)


def lstm_backward(saved, dy):
    p, (joined, c, t, i, f, g, o) = saved
    features = p["weight"].shape[0] - dy.shape[2]
    zero = jnp.zeros(dy.shape[1:], dy.dtype)

    def retreat(state, step):
        dh, dc = state
        dy, c, t, i, f, g, o = step
        dh = dh + dy
        dc = dc + dh * o * (1 - t * t)
        di, df = dc * g * i * (1 - i), dc * c * f * (1 - f)
        dg, do = dc * i * (1 - g * g), dh * t * o * (1 - o)
        dz = jnp.concatenate([di, df, dg, do], 1)
        back = dz @ p["weight"].T
        return (back[:, features:], dc * f), (dz, back[:, :features])

    _, (dz, dx) = jax.lax.scan(retreat, (zero, zero), (dy, c, t, i, f, g, o), reverse=True)
    dz = dz.reshape(-1, dz.shape[2])
    dw = joined.reshape(-1, joined.shape[2]).T @ dz
    return {"weight": dw, "bias": dz.sum(0)}, dx


lstm.defvjp(lstm_forward, lstm_backward)


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
    # The default generator is slow on a CPU; this one is the fastest that JAX has.
    jax.random.key(1, impl="unsafe_rbg"),
    jnp.float32(0),
)
data = [jax.device_put(batch) for batch in workloads.batches(workload)]


def step(index):
    global state
    loss, state = compiled(state, *data[index])
    return float(loss)


workloads.measure(workload, options, step, len(data))
