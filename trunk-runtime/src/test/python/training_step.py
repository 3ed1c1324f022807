"""Images per second of a training step in PyTorch; prints one number, and peak memory in MB.

The same step as TrainingStepBenchmark.java: batch into a tensor, forward, cross entropy, backward, SGD.
Arguments: vgg (3x32x32) or mobilenet (1x28x28) root; images in a batch; steps measured; threads.
"""
import resource
import sys
import time

import numpy
import torch

import networks

OUTPUTS = 10
WARM_UP = 3


def main():
    name, images, steps, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    if name == "vgg":
        model, shape = networks.vgg_root(3, 32, OUTPUTS), (images, 3, 32, 32)
    else:
        model, shape = networks.mobilenet_root(1, OUTPUTS), (images, 1, 28, 28)
    pixels = numpy.random.default_rng(1).random(shape, dtype=numpy.float32)
    labels = numpy.arange(images) % OUTPUTS
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss_function = torch.nn.CrossEntropyLoss()
    model.train()
    for step in range(-WARM_UP, steps):
        if step == 0:
            start = time.perf_counter()
        x = torch.tensor(pixels)
        y = torch.tensor(labels)
        optimizer.zero_grad()
        loss_function(model(x), y).backward()
        optimizer.step()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{images * steps / seconds:.1f} {peak:.0f}")


main()
