"""The workloads as Keras models, for either backend (import it after KERAS_BACKEND is set)."""

import keras


def model(workload, unroll=False):
    keras.utils.set_random_seed(1)
    layers = [keras.Input((workload.steps, workload.features), batch_size=workload.batch)]
    for position, size in enumerate(workload.hidden):
        last = position == len(workload.hidden) - 1
        layers.append(keras.layers.LSTM(size, return_sequences=not last, unroll=unroll))
        if workload.dropout:
            layers.append(keras.layers.Dropout(workload.dropout))
    for position, units in enumerate(workload.dense):
        last = position == len(workload.dense) - 1
        layers.append(keras.layers.Dense(units, activation=None if last else "relu"))
    return keras.Sequential(layers)
