"""PyTorch: the fused nn.LSTM, the fused Adam, batches that are tensors beforehand.

Big batches spend up to half their time in page faults of fresh temporaries; glibc keeps the memory
with MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296 in the environment
(`scripts/compare` runs it both ways).
"""

import workloads

workload, options = workloads.arguments(__doc__)

import torch  # noqa: E402  (after the cores are set)

torch.set_num_threads(options.threads)
torch.manual_seed(1)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        width, self.lstms = workload.features, torch.nn.ModuleList()
        for size in workload.hidden:
            self.lstms.append(torch.nn.LSTM(width, size, batch_first=True))
            width = size
        dense = []
        for units in workload.dense:
            dense += [torch.nn.Linear(width, units), torch.nn.ReLU()]
            width = units
        self.dense = torch.nn.Sequential(*dense[:-1])
        self.dropout = torch.nn.Dropout(workload.dropout)

    def forward(self, x):
        for lstm in self.lstms[:-1]:
            x = self.dropout(lstm(x)[0])
        # The last step before the dropout: the rest of the last layer's output is not used.
        x = self.lstms[-1](x)[0][:, -1]
        return self.dense(self.dropout(x))


network = Network().train()
adam = torch.optim.Adam(network.parameters(), lr=0.01, fused=True)
loss_of = torch.nn.MSELoss()
data = [(torch.from_numpy(x.copy()), torch.from_numpy(y)) for x, y in workloads.batches(workload)]


def step(index):
    x, y = data[index]
    adam.zero_grad(set_to_none=True)
    loss = loss_of(network(x), y)
    loss.backward()
    adam.step()
    return loss.item()


workloads.measure(workload, options, step, len(data))
