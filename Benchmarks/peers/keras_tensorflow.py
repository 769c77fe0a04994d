"""Keras on TensorFlow: one compiled function a step, fixed shapes, batches that are tensors beforehand.

`--xla` compiles the step with XLA; which is faster depends on the workload, so both are run.
"""

import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
xla = "--xla" in sys.argv
sys.argv = [a for a in sys.argv if a != "--xla"]

import workloads  # noqa: E402

workload, options = workloads.arguments(__doc__)

import tensorflow as tf  # noqa: E402  (after the cores are set)

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(options.threads)

import keras  # noqa: E402
import keras_network  # noqa: E402

model = keras_network.model(workload)
adam = keras.optimizers.Adam(0.01)
adam.build(model.trainable_variables)
data = [(tf.constant(x), tf.constant(y)) for x, y in workloads.batches(workload)]


@tf.function(jit_compile=xla)
def train(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
    gradients = tape.gradient(loss, model.trainable_variables)
    adam.apply(gradients, model.trainable_variables)
    return loss


workloads.measure(workload, options, lambda i: train(*data[i]).numpy(), len(data))
