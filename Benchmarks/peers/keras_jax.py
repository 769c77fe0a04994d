"""Keras on JAX: the stateless model and optimizer in one jitted step with donated buffers."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import workloads  # noqa: E402

workload, options = workloads.arguments(__doc__)

import jax  # noqa: E402  (after the cores are set)
import keras  # noqa: E402
import keras_network  # noqa: E402

model = keras_network.model(workload)
adam = keras.optimizers.Adam(0.01)
adam.build(model.trainable_variables)
data = [jax.device_put(batch) for batch in workloads.batches(workload)]


def loss_of(trainable, other, x, y):
    prediction, other = model.stateless_call(trainable, other, x, training=True)
    return ((prediction - y) ** 2).mean(), other


def train(state, x, y):
    trainable, other, slots = state
    (loss, other), gradients = jax.value_and_grad(loss_of, has_aux=True)(trainable, other, x, y)
    trainable, slots = adam.stateless_apply(slots, gradients, trainable)
    return loss, (trainable, other, slots)


compiled = jax.jit(train, donate_argnums=0)
state = (
    [v.value for v in model.trainable_variables],
    [v.value for v in model.non_trainable_variables],
    [v.value for v in adam.variables],
)


def step(index):
    global state
    loss, state = compiled(state, *data[index])
    return float(loss)


workloads.measure(workload, options, step, len(data))
